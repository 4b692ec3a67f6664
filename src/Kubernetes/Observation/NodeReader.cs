using System.Collections.Immutable;
using System.Text.Json;
using Muster.Contracts;

namespace Muster.Kubernetes;

/// <summary>From a <c>v1.Node</c> to what placement knows of it. Pure.</summary>
public static class NodeReader
{
    // Far above what any node has; a hostile cluster may not fill our memory with one object.
    private const int MaxTaints = 256;

    /// <summary>Reads a node. One that is not ready keeps what it has: what runs there runs on, and nothing new is put there.</summary>
    public static ObservedNode Read(JsonElement node)
    {
        var (metadata, spec, status) = (node.Member("metadata"), node.Member("spec"), node.Member("status"));
        var identity = node.Identity();
        return new(identity, new NodeInfo
        {
            Name = identity.Name,
            Allocatable = PodSpecRequests.ReadAmounts(status.Member("allocatable")),
            Labels = metadata.Entries("labels").Where(static l => l.Value.ValueKind == JsonValueKind.String)
                .ToImmutableSortedDictionary(static l => l.Name, static l => l.Value.GetString()!, StringComparer.Ordinal),
            Taints = [.. spec.Items("taints").Take(MaxTaints).Select(static t => new Taint(t.Text("key"), t.Text("value"), t.Text("effect")))],
            Schedulable = IsReady(status) && !spec.IsTrue("unschedulable") && metadata.Text("deletionTimestamp").Length == 0,
        });
    }

    /// <summary>True when placement would see no difference.</summary>
    public static bool IsSame(NodeInfo one, NodeInfo other) =>
        one.Name == other.Name && one.Schedulable == other.Schedulable
        && one.Allocatable.Equals(other.Allocatable) && one.Foreign.Equals(other.Foreign)
        && one.Taints.AsSpan().SequenceEqual(other.Taints.AsSpan()) && one.Labels.SequenceEqual(other.Labels);

    // Unknown, which is what a node is said to be that was not heard of for a while, is not ready.
    private static bool IsReady(JsonElement status) =>
        status.Items("conditions").Any(static c => c.Text("type") == "Ready" && c.Text("status") == "True");
}

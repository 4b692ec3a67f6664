using System.Collections.Immutable;
using System.Text;
using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>What makes two nodes the same to every filter.</summary>
internal static class NodeClassKey
{
    /// <summary>The label that every node has for itself alone. It would make each node a class of its own.</summary>
    public const string HostnameLabel = "kubernetes.io/hostname";

    public static ImmutableSortedDictionary<string, string> Shared(ImmutableSortedDictionary<string, string> labels) =>
        labels.Remove(HostnameLabel);

    public static string Of(NodeInfo node)
    {
        var key = new StringBuilder();
        foreach (var (name, amount) in node.Allocatable.Entries)
            key.Append(name).Append('=').Append(amount).Append(';');
        key.Append('|');
        foreach (var (name, value) in node.Labels)
            if (name != HostnameLabel)
                key.Append(name).Append('=').Append(value).Append(';');
        key.Append('|');
        foreach (var taint in node.Taints)
            key.Append(taint.Key).Append('=').Append(taint.Value).Append(':').Append(taint.Effect).Append(';');
        return key.ToString();
    }
}

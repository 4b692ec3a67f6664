using Muster.Contracts;

namespace Muster.Silo;

/// <summary>A node within a simulated cluster with its kubelet's books, guarded by the cluster's lock.</summary>
internal sealed class SimulatedNode(NodeInfo info) : Timed
{
    /// <summary>What the API shows.</summary>
    public NodeInfo Seen { get; set; } = info;

    public bool Cordoned { get; set; }

    /// <summary>When the machine died; null while it lives.</summary>
    public DateTimeOffset? LostAt { get; set; }

    /// <summary>True when the API shows the node no longer.</summary>
    public bool Removed { get; set; }

    /// <summary>What the pods that hold places here request together.</summary>
    public ResourceVector Used { get; set; } = ResourceVector.Empty;

    public bool Lives => LostAt is null && !Removed;

    /// <summary>Why the kubelet does not take the pod; null when it does. The words are those of a real one.</summary>
    public string? Refusal(PodProgram pod)
    {
        foreach (var (resource, amount) in pod.Requests.Entries)
            if (Used[resource] + amount > Seen.Capacity[resource])
                return $"OutOf{resource}: Node didn't have enough resource: {resource}, requested: {Text(resource, amount)}, "
                    + $"used: {Text(resource, Used[resource])}, capacity: {Text(resource, Seen.Capacity[resource])}";
        foreach (var (key, value) in pod.NodeSelector)
            if (!Seen.Labels.TryGetValue(key, out var actual) || actual != value)
                return "NodeAffinity: Pod was rejected: Predicate NodeAffinity failed: node(s) didn't match Pod's node selector";
        return null;
    }

    private static string Text(string resource, long amount) => Quantity.Format(resource, Math.Max(amount, 0));
}

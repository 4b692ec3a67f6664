using Muster.Contracts;

namespace Muster.Scheduling.Tests;

/// <summary>What an index must agree with: the same facts, kept as they come and counted anew for every question.</summary>
internal sealed class NaiveFleet
{
    private readonly Dictionary<(string Cluster, string Node), NodeInfo> _nodes = [];
    private readonly Dictionary<string, ClusterHealth> _health = [];

    public Dictionary<JobId, (Attempt Attempt, GangPlacement Placement)> Held { get; } = [];

    public IEnumerable<(string Cluster, NodeInfo Node)> Nodes => _nodes.Select(static n => (n.Key.Cluster, n.Value));

    public NodeInfo? Find(string cluster, string node) => _nodes.GetValueOrDefault((cluster, node));

    public void Apply(ClusterChanges changes)
    {
        var cluster = changes.Cluster.Name;
        _health[cluster] = changes.Health;
        if (changes.Full)
        {
            foreach (var node in _nodes.Keys.Where(n => n.Cluster == cluster).ToArray())
                _nodes.Remove(node);
            foreach (var job in Held.Where(h => h.Value.Placement.Cluster.Value == cluster && h.Value.Attempt != Attempt.None).Select(static h => h.Key).ToArray())
                Held.Remove(job);
        }
        foreach (var node in changes.Nodes)
            _nodes[(cluster, node.Name)] = node;
        foreach (var node in changes.RemovedNodes)
            _nodes.Remove((cluster, node));
        foreach (var (job, attempt) in changes.Released)
            if (Held.TryGetValue(job, out var held) && held.Attempt == attempt)
                Held.Remove(job);
        foreach (var allocation in changes.Allocated)
            if (!Held.TryGetValue(allocation.Job, out var held) || held.Attempt <= allocation.Attempt)
                Held[allocation.Job] = (allocation.Attempt, allocation.Placement);
    }

    /// <summary>What is free on every node that is shown, below zero where it is overdrawn.</summary>
    public Dictionary<(string Cluster, string Node), ResourceVector> Free()
    {
        var free = _nodes.ToDictionary(static n => n.Key, static n => n.Value.Capacity);
        foreach (var (_, placement) in Held.Values)
            foreach (var share in placement.Nodes)
                if (free.TryGetValue((placement.Cluster.Value, share.Node), out var there))
                    free[(placement.Cluster.Value, share.Node)] = there.Subtract(share.Resources);
        return free;
    }

    /// <summary>How many pods of a shape a node takes now.</summary>
    public int Room(ResourceVector free, string cluster, string name, PodShape shape)
    {
        var node = _nodes[(cluster, name)];
        if (!node.Schedulable || _health[cluster] != ClusterHealth.Ready || !Allows(node, shape))
            return 0;
        return shape.Requests.Entries.Min(r => (int)Math.Max(0, free[r.Name] / r.Amount));
    }

    /// <summary>True when labels and taints of a node allow the shape.</summary>
    public static bool Allows(NodeInfo node, PodShape shape) =>
        shape.NodeSelector.All(s => node.Labels.GetValueOrDefault(s.Key) == s.Value)
        && node.Taints.All(t => t.Effect == "PreferNoSchedule" || shape.Tolerations.Any(toleration => toleration.Tolerates(t)));
}

using Muster.Contracts;

namespace Muster.Grains;

/// <summary>The nodes of a cluster: as the cluster reports them, as planners see them, and what gangs hold on each.</summary>
internal sealed class NodeTable
{
    private readonly Dictionary<string, NodeInfo> _reported = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NodeInfo> _effective = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _names = new(StringComparer.Ordinal);

    // Kept apart from the nodes: a cordon outlives its node's absence.
    private readonly Dictionary<string, Cordon> _cordons = new(StringComparer.Ordinal);

    // What pods take that are Muster's by their marks, and nobody's to stop.
    private IReadOnlyDictionary<string, ResourceVector> _strangers = new Dictionary<string, ResourceVector>();

    // Also of nodes that the cluster does not show.
    private readonly Dictionary<string, List<NodeShare>> _shares = new(StringComparer.Ordinal);

    /// <summary>The nodes as planners see them: one that is cordoned is not schedulable.</summary>
    public IReadOnlyDictionary<string, NodeInfo> Effective => _effective;

    /// <summary>False when the node was the same already.</summary>
    public bool Upsert(NodeInfo node)
    {
        if (_reported.TryGetValue(node.Name, out var known) && Same(known, node))
            return false;
        _reported[node.Name] = node;
        _names.Add(node.Name);
        Mark(node);
        return true;
    }

    public bool Remove(string node)
    {
        if (!_reported.Remove(node))
            return false;
        _effective.Remove(node);
        _names.Remove(node);
        return true;
    }

    /// <summary>False when it makes no difference to planners.</summary>
    public bool SetCordon(string node, Cordon? cordon)
    {
        var was = _cordons.ContainsKey(node);
        if (cordon is null)
            _cordons.Remove(node);
        else
            _cordons[node] = cordon;
        if (was == cordon is not null || !_reported.TryGetValue(node, out var reported))
            return false;
        Mark(reported);
        return true;
    }

    /// <summary>Returns the nodes for which it makes a difference to planners.</summary>
    public List<string> SetStrangers(IReadOnlyDictionary<string, ResourceVector> usage)
    {
        var before = _strangers;
        _strangers = usage;
        var changed = before.Keys.Union(usage.Keys)
            .Where(n => _reported.ContainsKey(n) && !before.GetValueOrDefault(n, ResourceVector.Empty).Equals(usage.GetValueOrDefault(n, ResourceVector.Empty)))
            .ToList();
        foreach (var node in changed)
            Mark(_reported[node]);
        return changed;
    }

    /// <summary>Cordons by node.</summary>
    public IReadOnlyDictionary<string, Cordon> Cordons => _cordons;

    /// <summary>A gang holds its places from now on.</summary>
    public void Take(GangPlacement placement)
    {
        foreach (var share in placement.Nodes)
        {
            if (!_shares.TryGetValue(share.Node, out var shares))
                _shares[share.Node] = shares = new(1);
            shares.Add(share);
        }
    }

    /// <summary>A gang holds its places no longer. To be called with the placement that was taken.</summary>
    public void Free(GangPlacement placement)
    {
        foreach (var share in placement.Nodes)
            if (_shares.TryGetValue(share.Node, out var shares))
            {
                shares.RemoveAt(shares.FindIndex(s => ReferenceEquals(s, share)));
                if (shares.Count == 0)
                    _shares.Remove(share.Node);
            }
    }

    /// <summary>Names of nodes after a name, in ordinal order. Costs what is taken of it.</summary>
    public IEnumerable<string> NamesAfter(string? name)
    {
        if (name is null || _names.Max is not { } last)
            return _names;
        // The least of all names that are greater.
        var next = name + '\0';
        return StringComparer.Ordinal.Compare(next, last) <= 0 ? _names.GetViewBetween(next, last) : [];
    }

    /// <summary>A node, as shown to people; null when there is none.</summary>
    public NodeSnapshot? Show(ClusterName cluster, string name, Cordon? ofCluster)
    {
        if (!_reported.TryGetValue(name, out var node))
            return null;
        var shares = _shares.GetValueOrDefault(name) ?? [];
        return new NodeSnapshot
        {
            Cluster = cluster,
            Node = WithStrangers(node),
            Used = shares.Aggregate(ResourceVector.Empty, static (sum, s) => sum.Add(s.Resources)),
            Pods = shares.Sum(static s => s.Pods.Sum(static p => p.Count)),
            Cordon = _cordons.GetValueOrDefault(name),
            Schedulable = _effective[name].Schedulable && ofCluster is null,
        };
    }

    private void Mark(NodeInfo node) =>
        _effective[node.Name] = WithStrangers(node.Schedulable && _cordons.ContainsKey(node.Name) ? node with { Schedulable = false } : node);

    private NodeInfo WithStrangers(NodeInfo node) =>
        _strangers.TryGetValue(node.Name, out var taken) ? node with { Foreign = node.Foreign.Add(taken) } : node;

    private static bool Same(NodeInfo a, NodeInfo b) =>
        a.Schedulable == b.Schedulable && a.Allocatable.Equals(b.Allocatable) && a.Foreign.Equals(b.Foreign)
        && a.Taints.AsSpan().SequenceEqual(b.Taints.AsSpan()) && a.Labels.Count == b.Labels.Count && a.Labels.SequenceEqual(b.Labels);
}

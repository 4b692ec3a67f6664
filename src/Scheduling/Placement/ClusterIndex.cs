using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>One cluster's nodes, by class and free amount. Nothing in it is looked at node by node.</summary>
internal sealed class ClusterIndex(ClusterSpec spec, ResourceTable resources)
{
    private readonly Dictionary<string, IndexedNode> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NodeClass> _classes = new(StringComparer.Ordinal);
    private readonly List<NodeClass> _ordered = [];
    private readonly Dictionary<string, IndexedNode> _hosts = new(StringComparer.Ordinal);

    // What is held on nodes that the cluster does not show (yet, or any more), for when it does.
    private readonly Dictionary<string, long[]> _heldElsewhere = new(StringComparer.Ordinal);

    public ClusterSpec Spec { get; set; } = spec;

    public ClusterName Name { get; } = new(spec.Name);

    public ClusterHealth Health { get; set; }

    /// <summary>An operator's mark: it takes nothing new.</summary>
    public Cordon? Cordon { get; set; }

    public EpochToken? Incarnation { get; set; }

    public long Version { get; set; }

    /// <summary>Grows whenever something may fit that did not fit before.</summary>
    public long Growth { get; private set; }

    /// <summary>What schedulable nodes offer, free or not.</summary>
    public long[] Capacity { get; private set; } = [];

    /// <summary>What is free on schedulable nodes. What is overdrawn on one takes nothing from the others.</summary>
    public long[] Free { get; private set; } = [];

    public int Nodes => _nodes.Count;

    /// <summary>Classes, those without GPUs first, so that pods that need none do not take GPU nodes.</summary>
    public IReadOnlyList<NodeClass> Classes => _ordered;

    public IEnumerable<string> NodeNames => _nodes.Keys;

    public IndexedNode? Find(string node) => _nodes.GetValueOrDefault(node);

    /// <summary>The node with this hostname label, which need not be its name.</summary>
    public IndexedNode? FindHost(string hostname) => _hosts.GetValueOrDefault(hostname);

    public void MarkGrowth() => Growth++;

    public void Upsert(NodeInfo info)
    {
        var nodeClass = ClassOf(info);
        nodeClass.Nodes++;
        if (_nodes.TryGetValue(info.Name, out var node))
        {
            Leave(node);
        }
        else
        {
            _nodes[info.Name] = node = new IndexedNode(info, nodeClass);
            if (_heldElsewhere.Remove(info.Name, out var held))
                node.Held = held;
        }
        (node.Info, node.Class, node.Offered) = (info, nodeClass, resources.Dense(info.Capacity));
        if (HostOf(node) is { } host)
            _hosts[host] = node;
        Attach(node);
        Growth++;
    }

    public void Remove(string name)
    {
        if (!_nodes.Remove(name, out var node))
            return;
        Leave(node);
        if (Array.Exists(node.Held, static amount => amount != 0))
            _heldElsewhere[name] = node.Held;
    }

    /// <summary>Takes (times above 0) or gives back (below 0) amounts on a node, also on one that is not shown.</summary>
    public void Hold(string name, ReadOnlySpan<long> amounts, int times)
    {
        if (_nodes.TryGetValue(name, out var node))
        {
            Hold(node, amounts, times);
            return;
        }
        var held = Amounts.AddInto(_heldElsewhere.GetValueOrDefault(name) ?? [], amounts, times);
        if (Array.Exists(held, static amount => amount != 0))
            _heldElsewhere[name] = held;
        else
            _heldElsewhere.Remove(name);
    }

    /// <inheritdoc cref="Hold(string, ReadOnlySpan{long}, int)"/>
    public void Hold(IndexedNode node, ReadOnlySpan<long> amounts, int times)
    {
        Move(node, amounts, times);
        if (times < 0)
            Growth++;
    }

    /// <summary>Gives back what was taken a moment ago and by nobody seen: no growth.</summary>
    public void UndoHold(IndexedNode node, ReadOnlySpan<long> amounts, int times) => Move(node, amounts, -times);

    private void Move(IndexedNode node, ReadOnlySpan<long> amounts, int times)
    {
        node.Held = Amounts.AddInto(node.Held, amounts, times);
        if (node.Bucket is not { } bucket)
            return;
        var free = FreeOn(node);
        Free = Amounts.AddPositiveInto(Amounts.AddPositiveInto(Free, bucket.Free, -1), free, 1);
        node.Class.Remove(node);
        node.Class.Insert(node, free);
    }

    private NodeClass ClassOf(NodeInfo info)
    {
        var key = NodeClassKey.Of(info);
        if (_classes.TryGetValue(key, out var nodeClass))
            return nodeClass;
        nodeClass = _classes[key] = new NodeClass(key, info, resources);
        var at = nodeClass.CarriesGpu ? _ordered.Count : _ordered.FindIndex(static c => c.CarriesGpu);
        _ordered.Insert(at < 0 ? _ordered.Count : at, nodeClass);
        return nodeClass;
    }

    private void Leave(IndexedNode node)
    {
        Detach(node);
        if (HostOf(node) is { } host)
            _hosts.Remove(host);
        if (--node.Class.Nodes > 0)
            return;
        _classes.Remove(node.Class.Key);
        _ordered.Remove(node.Class);
    }

    private static string? HostOf(IndexedNode node) => node.Info.Labels.GetValueOrDefault(NodeClassKey.HostnameLabel);

    private static long[] FreeOn(IndexedNode node) => Amounts.AddInto(node.Offered.AsSpan().ToArray(), node.Held, -1);

    private void Attach(IndexedNode node)
    {
        if (!node.Info.Schedulable)
            return;
        var free = FreeOn(node);
        node.Class.Insert(node, free);
        Capacity = Amounts.AddInto(Capacity, node.Offered, 1);
        Free = Amounts.AddPositiveInto(Free, free, 1);
    }

    private void Detach(IndexedNode node)
    {
        if (node.Bucket is not { } bucket)
            return;
        Capacity = Amounts.AddInto(Capacity, node.Offered, -1);
        Free = Amounts.AddPositiveInto(Free, bucket.Free, -1);
        node.Class.Remove(node);
    }
}

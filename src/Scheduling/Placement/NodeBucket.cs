namespace Muster.Scheduling;

/// <summary>Nodes of one class on which exactly the same amounts are free: to placement they are one.</summary>
internal sealed class NodeBucket(NodeClass owner, long[] free)
{
    private readonly List<IndexedNode> _nodes = [];

    public NodeClass Class { get; } = owner;

    public long[] Free { get; } = free;

    public int Count => _nodes.Count;

    /// <summary>Any node of it; always the same one until the bucket changes.</summary>
    public IndexedNode Last => _nodes[^1];

    public void Add(IndexedNode node)
    {
        (node.Bucket, node.Slot) = (this, _nodes.Count);
        _nodes.Add(node);
    }

    public void Remove(IndexedNode node)
    {
        var last = _nodes[^1];
        _nodes[node.Slot] = last;
        last.Slot = node.Slot;
        _nodes.RemoveAt(_nodes.Count - 1);
        node.Bucket = null;
    }
}

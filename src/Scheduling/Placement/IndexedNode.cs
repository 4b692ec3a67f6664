using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>A node within the index: its facts, and the bucket that says what is free on it.</summary>
internal sealed class IndexedNode(NodeInfo info, NodeClass nodeClass)
{
    public NodeInfo Info { get; set; } = info;

    public NodeClass Class { get; set; } = nodeClass;

    /// <summary>Nodes of the same class with the same free amounts; null while the node takes nothing new.</summary>
    public NodeBucket? Bucket { get; set; }

    /// <summary>Position within the bucket.</summary>
    public int Slot { get; set; }

    /// <summary>What gangs may use together here.</summary>
    public long[] Offered { get; set; } = [];

    /// <summary>What gangs hold or are assumed to hold here.</summary>
    public long[] Held { get; set; } = [];
}

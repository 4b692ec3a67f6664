namespace Muster.Contracts;

/// <summary>A node, as shown to people.</summary>
[GenerateSerializer, Immutable, Alias("muster.node-snapshot")]
public sealed record NodeSnapshot
{
    /// <summary>Most nodes that one read lists.</summary>
    public const int MaxPage = 500;

    /// <summary>Its cluster.</summary>
    [Id(0)] public ClusterName Cluster { get; init; }

    /// <summary>The node as its cluster reports it; its <see cref="NodeInfo.Schedulable"/> knows nothing of Muster's cordons.</summary>
    [Id(1)] public NodeInfo Node { get; init; } = new();

    /// <summary>What gangs hold there.</summary>
    [Id(2)] public ResourceVector Used { get; init; } = ResourceVector.Empty;

    /// <summary>Pods of gangs that hold places there.</summary>
    [Id(3)] public int Pods { get; init; }

    /// <summary>The node's own cordon; null when it has none. One of its cluster holds as well.</summary>
    [Id(4)] public Cordon? Cordon { get; init; }

    /// <summary>True when gangs may start there: its cluster says so, and neither it nor its cluster is cordoned by Muster.</summary>
    [Id(5)] public bool Schedulable { get; init; }
}

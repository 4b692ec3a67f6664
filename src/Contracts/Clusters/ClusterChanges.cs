using System.Collections.Immutable;

namespace Muster.Contracts;

/// <summary>What changed in a cluster's table since a version, for planners.</summary>
[GenerateSerializer, Immutable, Alias("muster.cluster-changes")]
public sealed record ClusterChanges
{
    /// <summary>The cluster.</summary>
    [Id(0)] public ClusterSpec Cluster { get; init; } = new();

    /// <summary>Identity of the table.</summary>
    [Id(1)] public EpochToken Incarnation { get; init; }

    /// <summary>Version of the table after these changes.</summary>
    [Id(2)] public long Version { get; init; }

    /// <summary>True when this is the whole table: forget what was known.</summary>
    [Id(3)] public bool Full { get; init; }

    /// <summary>What its heartbeats say.</summary>
    [Id(4)] public ClusterHealth Health { get; init; }

    /// <summary>Nodes that are new or different.</summary>
    [Id(5)] public ImmutableArray<NodeInfo> Nodes { get; init; } = [];

    /// <summary>Nodes that are gone.</summary>
    [Id(6)] public ImmutableArray<string> RemovedNodes { get; init; } = [];

    /// <summary>Attempts that now hold places.</summary>
    [Id(7)] public ImmutableArray<Allocation> Allocated { get; init; } = [];

    /// <summary>Attempts that hold them no longer.</summary>
    [Id(8)] public ImmutableArray<AttemptRef> Released { get; init; } = [];

    /// <summary>The cluster's cordon as it stands; null when it has none. Those of nodes show as nodes that are not schedulable.</summary>
    [Id(9)] public Cordon? Cordon { get; init; }
}

namespace Muster.Contracts;

/// <summary>A cluster, as shown to people.</summary>
[GenerateSerializer, Immutable, Alias("muster.cluster-snapshot")]
public sealed record ClusterSnapshot
{
    /// <summary>As registered.</summary>
    [Id(0)] public ClusterSpec Spec { get; init; } = new();

    /// <summary>What its heartbeats say.</summary>
    [Id(1)] public ClusterHealth Health { get; init; }

    /// <summary>Since when.</summary>
    [Id(2)] public DateTimeOffset Since { get; init; }

    /// <summary>When it was last heard from; null for never.</summary>
    [Id(3)] public DateTimeOffset? LastHeartbeat { get; init; }

    /// <summary>Nodes that it has.</summary>
    [Id(4)] public int Nodes { get; init; }

    /// <summary>Attempts that hold places in it.</summary>
    [Id(5)] public int Gangs { get; init; }

    /// <summary>What its nodes offer to Muster.</summary>
    [Id(6)] public ResourceVector Capacity { get; init; } = ResourceVector.Empty;

    /// <summary>What gangs hold of that.</summary>
    [Id(7)] public ResourceVector Used { get; init; } = ResourceVector.Empty;

    /// <summary>Its cordon; null when it has none.</summary>
    [Id(8)] public Cordon? Cordon { get; init; }

    /// <summary>What is wrong with it, for people; null when nothing is.</summary>
    [Id(9)] public string? Problem { get; init; }

    /// <summary>Its identity: the uid of its <c>kube-system</c> namespace; null when it was never heard from.</summary>
    [Id(10)] public string? Uid { get; init; }

    /// <summary>Address of its API server; null for one that is simulated.</summary>
    [Id(11)] public string? Server { get; init; }
}

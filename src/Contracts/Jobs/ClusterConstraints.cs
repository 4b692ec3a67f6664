using System.Collections.Immutable;

namespace Muster.Contracts;

/// <summary>Where a job may run. Empty means anywhere.</summary>
[GenerateSerializer, Immutable, Alias("muster.cluster-constraints")]
public sealed record ClusterConstraints
{
    /// <summary>Anywhere.</summary>
    public static readonly ClusterConstraints Any = new();

    /// <summary>Names of clusters; empty for all.</summary>
    [Id(0)] public ImmutableArray<string> Names { get; init; } = [];

    /// <summary>Labels that the cluster must carry, each with this value.</summary>
    [Id(1)] public ImmutableSortedDictionary<string, string> Selector { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}

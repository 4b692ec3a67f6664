using System.Collections.Immutable;

namespace Muster.Contracts;

/// <summary>
/// What a gang needs, without who needs it. Jobs with the same <see cref="Key"/> are one equivalence class: where one
/// does not fit, none does.
/// </summary>
[GenerateSerializer, Immutable, Alias("muster.gang-demand")]
public sealed record GangDemand
{
    /// <summary>Canonical text of all that follows; equal demands have equal keys.</summary>
    [Id(0)] public string Key { get; init; } = "";

    /// <summary>The pod sets, in the job's order.</summary>
    [Id(1)] public ImmutableArray<PodSetDemand> PodSets { get; init; } = [];

    /// <summary>Where it may run.</summary>
    [Id(2)] public ClusterConstraints Clusters { get; init; } = ClusterConstraints.Any;
}

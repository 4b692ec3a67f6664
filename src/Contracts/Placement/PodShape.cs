using System.Collections.Immutable;

namespace Muster.Contracts;

/// <summary>What placement has to know of a pod.</summary>
[GenerateSerializer, Immutable, Alias("muster.pod-shape")]
public sealed record PodShape
{
    /// <summary>What it takes, its pod slot included.</summary>
    [Id(0)] public ResourceVector Requests { get; init; } = ResourceVector.Empty;

    /// <summary>Node labels it requires, each with this value.</summary>
    [Id(1)] public ImmutableSortedDictionary<string, string> NodeSelector { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Taints it stands beside.</summary>
    [Id(2)] public ImmutableArray<Toleration> Tolerations { get; init; } = [];
}

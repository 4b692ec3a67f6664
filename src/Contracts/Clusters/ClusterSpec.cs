using System.Collections.Immutable;

namespace Muster.Contracts;

/// <summary>A member cluster, as registered.</summary>
[GenerateSerializer, Immutable, Alias("muster.cluster-spec")]
public sealed record ClusterSpec
{
    /// <summary>Name, a DNS-1123 label.</summary>
    [Id(0)] public string Name { get; init; } = "";

    /// <summary>Labels that jobs select clusters by.</summary>
    [Id(1)] public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}

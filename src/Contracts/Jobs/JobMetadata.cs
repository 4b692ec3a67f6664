using System.Collections.Immutable;

namespace Muster.Contracts;

/// <summary>A job's name and what its owner wrote on it.</summary>
[GenerateSerializer, Immutable, Alias("muster.job-metadata")]
public sealed record JobMetadata
{
    /// <summary>Namespace, a DNS-1123 label; default <c>default</c>.</summary>
    [Id(0)] public string Namespace { get; init; } = "default";

    /// <summary>Name within the namespace, a DNS-1123 label.</summary>
    [Id(1)] public string Name { get; init; } = "";

    /// <summary>Labels: at most 64.</summary>
    [Id(2)] public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Annotations: at most 16 KiB in all.</summary>
    [Id(3)] public ImmutableSortedDictionary<string, string> Annotations { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Identity of this submission; given by Muster, empty before.</summary>
    [Id(4)] public string Uid { get; init; } = "";
}

using System.Collections.Immutable;

namespace Muster.Contracts;

/// <summary>A class of nodes that quota is given on.</summary>
[GenerateSerializer, Immutable, Alias("muster.flavor-spec")]
public sealed record FlavorSpec
{
    /// <summary>Name, a DNS-1123 label.</summary>
    [Id(0)] public string Name { get; init; } = "";

    /// <summary>Labels that its nodes carry; empty for every node.</summary>
    [Id(1)] public ImmutableSortedDictionary<string, string> NodeLabels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}

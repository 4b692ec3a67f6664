using System.Collections.Immutable;

namespace Muster.Contracts;

/// <summary>A node's part of a gang.</summary>
/// <param name="Node">The node's name within its cluster.</param>
/// <param name="Pods">Its pods, by pod set.</param>
/// <param name="Resources">What they take together, pod slots included.</param>
[GenerateSerializer, Immutable, Alias("muster.node-share")]
public sealed record NodeShare(
    [property: Id(0)] string Node, [property: Id(1)] ImmutableArray<PodShare> Pods, [property: Id(2)] ResourceVector Resources);

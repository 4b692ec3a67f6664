namespace Muster.Contracts;

/// <summary>A pod set as placement sees it: <paramref name="Count"/> pods of one shape, at least <paramref name="MinCount"/> of them.</summary>
[GenerateSerializer, Immutable, Alias("muster.pod-set-demand")]
public sealed record PodSetDemand(
    [property: Id(0)] string Name, [property: Id(1)] int Count, [property: Id(2)] int MinCount, [property: Id(3)] PodShape Shape);

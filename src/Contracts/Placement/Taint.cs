namespace Muster.Contracts;

/// <summary>A node's taint. Effects: <c>NoSchedule</c>, <c>NoExecute</c>, <c>PreferNoSchedule</c>.</summary>
[GenerateSerializer, Immutable, Alias("muster.taint")]
public readonly record struct Taint(
    [property: Id(0)] string Key, [property: Id(1)] string Value, [property: Id(2)] string Effect);

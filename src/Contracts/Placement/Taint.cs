namespace Muster.Contracts;

/// <summary>A node's taint. Effects: <c>NoSchedule</c>, <c>NoExecute</c>, <c>PreferNoSchedule</c>.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value; may be empty.</param>
/// <param name="Effect">What it does to pods that do not tolerate it.</param>
[GenerateSerializer, Immutable, Alias("muster.taint")]
public readonly record struct Taint(
    [property: Id(0)] string Key, [property: Id(1)] string Value, [property: Id(2)] string Effect);

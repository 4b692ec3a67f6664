namespace Muster.Contracts;

/// <summary>What a job is charged with on one flavor.</summary>
/// <param name="Flavor">Name of the flavor.</param>
/// <param name="Resources">How much of it.</param>
[GenerateSerializer, Immutable, Alias("muster.flavor-usage")]
public sealed record FlavorUsage([property: Id(0)] string Flavor, [property: Id(1)] ResourceVector Resources);

namespace Muster.Contracts;

/// <summary>What a job is charged with on one flavor.</summary>
[GenerateSerializer, Immutable, Alias("muster.flavor-usage")]
public sealed record FlavorUsage([property: Id(0)] string Flavor, [property: Id(1)] ResourceVector Resources);

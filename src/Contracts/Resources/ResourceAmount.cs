namespace Muster.Contracts;

/// <summary>An amount of one resource, in its smallest unit (bytes, or thousandths).</summary>
[GenerateSerializer, Immutable, Alias("muster.resource-amount")]
public readonly record struct ResourceAmount([property: Id(0)] string Name, [property: Id(1)] long Amount);

namespace Muster.Contracts;

/// <summary>How many jobs may fail over now.</summary>
/// <param name="Jobs">The number.</param>
/// <param name="Reason">Why not all; null when all.</param>
[GenerateSerializer, Immutable, Alias("muster.failover-permit")]
public sealed record FailoverPermit([property: Id(0)] int Jobs, [property: Id(1)] string? Reason);

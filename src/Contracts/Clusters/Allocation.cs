namespace Muster.Contracts;

/// <summary>Places that a job's attempt holds in a cluster.</summary>
[GenerateSerializer, Immutable, Alias("muster.allocation")]
public sealed record Allocation(
    [property: Id(0)] JobId Job, [property: Id(1)] Attempt Attempt, [property: Id(2)] GangPlacement Placement);

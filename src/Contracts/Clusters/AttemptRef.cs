namespace Muster.Contracts;

/// <summary>An attempt of a job.</summary>
[GenerateSerializer, Immutable, Alias("muster.attempt-ref")]
public readonly record struct AttemptRef([property: Id(0)] JobId Job, [property: Id(1)] Attempt Attempt);

namespace Muster.Contracts;

/// <summary>The answer to a submission: the job is in the ledger.</summary>
/// <param name="Job">The job with its uid and status.</param>
/// <param name="Created">False when the same submission had been accepted before.</param>
[GenerateSerializer, Immutable, Alias("muster.submit-result")]
public sealed record SubmitResult([property: Id(0)] Job Job, [property: Id(1)] bool Created);

namespace Muster.Ledger;

/// <summary>What became of a deletion.</summary>
/// <param name="Result">Whether it was done, or why not.</param>
/// <param name="Version">The version that the job has, or had; 0 when it is not known.</param>
public sealed record DeletionOutcome(DeletionResult Result, long Version);

namespace Muster.Ledger;

/// <summary>What came of removing a cluster.</summary>
/// <param name="Result">What was done.</param>
/// <param name="Jobs">Jobs that hold places there, or are about to.</param>
public readonly record struct RemovalOutcome(RemovalResult Result, int Jobs);

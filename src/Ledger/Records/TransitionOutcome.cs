namespace Muster.Ledger;

/// <summary>What became of a transition.</summary>
/// <param name="Applied">True when it was recorded now. False: a guard or the state machine refused.</param>
/// <param name="Job">The job as it stands; null when it is not known.</param>
public sealed record TransitionOutcome(bool Applied, JobRecord? Job);

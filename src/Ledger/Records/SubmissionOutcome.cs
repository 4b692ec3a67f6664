namespace Muster.Ledger;

/// <summary>What became of a submission, and the job as recorded (null when refused).</summary>
public sealed record SubmissionOutcome(SubmissionResult Result, JobRecord? Job);

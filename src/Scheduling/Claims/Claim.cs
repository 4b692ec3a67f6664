using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>Places that an attempt holds on a node.</summary>
/// <param name="Job">The job.</param>
/// <param name="Attempt">The attempt.</param>
/// <param name="Seq">The job's age.</param>
/// <param name="Ask">What is held.</param>
/// <param name="IsCommitted">True when the ledger has it.</param>
/// <param name="Expires">When a claim that is not committed has its fate asked for, by a monotonic clock: a step of the wall clock changes nothing.</param>
public sealed record Claim(JobId Job, Attempt Attempt, long Seq, ResourceVector Ask, bool IsCommitted, TimeSpan Expires);

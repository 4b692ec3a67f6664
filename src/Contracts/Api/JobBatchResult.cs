using System.Collections.Immutable;

namespace Muster.Contracts;

/// <summary>What became of a batch, as <c>POST /v1/jobs:batch</c> answers.</summary>
/// <param name="Items">What became of each job, in the order in which they were sent.</param>
public sealed record JobBatchResult(ImmutableArray<JobBatchOutcome> Items);

using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>A job that is charged to a tree.</summary>
public sealed record ChargedJob(JobId Job, QueueName Queue, Attempt Attempt, JobState State, ImmutableArray<FlavorUsage> Charge, GangPlacement? Placement);

/// <summary>The answer to opening a queue tree: every job charged to it, read after the token became the current one.</summary>
public sealed record TreeOpening(ImmutableArray<ChargedJob> Charged);

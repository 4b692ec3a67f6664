using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>A job that is charged to a tree.</summary>
public sealed record ChargedJob(JobId Job, QueueName Queue, Attempt Attempt, JobState State, ImmutableArray<FlavorUsage> Charge, GangPlacement? Placement);

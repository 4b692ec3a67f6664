using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>A job to admit, with its places and its charge.</summary>
public sealed record PlannedAdmission(PendingJob Job, QueueName Leaf, GangPlacement Placement, ImmutableArray<FlavorUsage> Charge);

/// <summary>What a round decided.</summary>
/// <param name="Admissions">Jobs to admit, in the order of decision. They are charged and held already.</param>
/// <param name="Considered">Candidates that were looked at.</param>
/// <param name="MoreToDo">True when the budget ended the round, not the want of candidates.</param>
public sealed record RoundPlan(ImmutableArray<PlannedAdmission> Admissions, int Considered, bool MoreToDo)
{
    /// <summary>How many candidates were passed over, by reason.</summary>
    public IReadOnlyDictionary<ReasonCode, int> Refusals { get; init; } = ImmutableDictionary<ReasonCode, int>.Empty;
}

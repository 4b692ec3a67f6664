using System.Collections.Immutable;

namespace Muster.Scheduling;

/// <summary>What is to be done to recover a store from what clusters show.</summary>
/// <param name="Decisions">One for each attempt that is shown, by job and age.</param>
/// <param name="Ancestors">The stores whose attempts are to be the recovered one's.</param>
/// <param name="Epoch">The highest epoch of a coordinator that is shown.</param>
public sealed record RecoveryPlan(ImmutableArray<RecoveryDecision> Decisions, ImmutableHashSet<Guid> Ancestors, long Epoch);

using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>What is to be recorded next for a gang.</summary>
/// <param name="Event">The event.</param>
/// <param name="Reason">Why.</param>
/// <param name="DrainTo">For a drain: the state to come, final or suspended.</param>
/// <param name="ChargeRetry">For a fence: whether the user's retries are charged.</param>
public sealed record GangStep(JobEvent Event, Reason? Reason = null, JobState? DrainTo = null, bool ChargeRetry = false);

using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>What an owner's wish comes to in each state: a step to record, nothing because it holds already, or a refusal.</summary>
public static class OwnerWishes
{
    /// <summary>To end the job.</summary>
    public static WishVerdict Cancel(JobState state, JobState? drainTo)
    {
        var reason = new Reason(ReasonCode.CancelRequested, "its owner cancelled it");
        return state switch
        {
            JobState.Queued or JobState.Admitted => new(new(JobEvent.Cancel, reason)),
            JobState.Draining => WishVerdict.Holds,
            _ when state.IsFinal() => WishVerdict.Holds,
            _ => new(new(JobEvent.Drain, reason, JobState.Cancelled)),
        };
    }
}

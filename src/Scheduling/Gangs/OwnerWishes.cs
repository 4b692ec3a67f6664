using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>What an owner's wish comes to in each state: a step to record, nothing because it holds already, or a refusal.</summary>
public static class OwnerWishes
{
    private static readonly WishVerdict Ended = new(null, "it has ended; submit it again under another name");
    private static readonly WishVerdict Ending = new(null, "it is about to end; submit it again once it has");
    private static readonly WishVerdict Stopping = new(null, "its pods are still being stopped; resume it when it is Suspended");

    /// <summary>To end the job.</summary>
    public static WishVerdict Cancel(JobState state, JobState? drainTo)
    {
        var reason = new Reason(ReasonCode.CancelRequested, "its owner cancelled it");
        return state switch
        {
            JobState.Queued or JobState.Admitted or JobState.Suspended => new(new(JobEvent.Cancel, reason)),
            JobState.Draining when drainTo != JobState.Suspended => WishVerdict.Holds,
            _ when state.IsFinal() => WishVerdict.Holds,
            _ => new(new(JobEvent.Drain, reason, JobState.Cancelled)),
        };
    }

    /// <summary>To set the job aside.</summary>
    public static WishVerdict Suspend(JobState state, JobState? drainTo)
    {
        var reason = new Reason(ReasonCode.SuspendRequested, "its owner suspended it");
        return state switch
        {
            JobState.Queued or JobState.Admitted => new(new(JobEvent.Suspend, reason)),
            JobState.Suspended => WishVerdict.Holds,
            JobState.Draining => drainTo == JobState.Suspended ? WishVerdict.Holds : Ending,
            _ when state.IsFinal() => Ended,
            _ => new(new(JobEvent.Drain, reason, JobState.Suspended)),
        };
    }

    /// <summary>To let the job wait again.</summary>
    public static WishVerdict Resume(JobState state, JobState? drainTo) => state switch
    {
        JobState.Suspended => new(new(JobEvent.Resume)),
        JobState.Draining => drainTo == JobState.Suspended ? Stopping : Ending,
        _ when state.IsFinal() => Ended,
        _ => WishVerdict.Holds,
    };
}

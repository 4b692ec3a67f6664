using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>Records an event of a job: the guards, the state machine, then what the new state brings with it.</summary>
internal static class TransitionRule
{
    public static (bool Applied, JobRow? Job) Run(WriteSession session, JobTransition transition)
    {
        if (session.Find(transition.Job) is not { } job)
            return (false, null);
        if (!IsMeant(transition, job) || JobStateMachine.Next(job.State, transition.Event) is not { } next || !LeadsWhereItMay(transition, job))
            return (false, job);

        var (from, cluster) = (job.State, job.Cluster);
        Enter(session, job, next, transition);
        session.Move(job, from, cluster);
        return (true, job);
    }

    private static bool IsMeant(JobTransition transition, JobRow job) =>
        (transition.Uid is null || transition.Uid == job.Uid)
        && (transition.Attempt is not { } attempt || attempt == job.Attempt)
        && (transition.CoordinatorEpoch is not { } epoch || epoch == job.CoordinatorEpoch)
        && (transition.IfVersion is not { } version || version == job.Change);

    // An end that is under way stays what it is; only a suspension may become one. Whoever suspends may not know that it has.
    private static bool LeadsWhereItMay(JobTransition transition, JobRow job) => job.State != JobState.Draining || transition.Event switch
    {
        JobEvent.Drain => job.DrainTo == JobState.Suspended && transition.DrainTo != JobState.Suspended,
        JobEvent.Suspend => job.DrainTo == JobState.Suspended,
        _ => true,
    };

    private static void Enter(WriteSession session, JobRow job, JobState next, JobTransition transition)
    {
        var from = job.State;
        job.State = next;
        // What made the job drain or be fenced is still why it ends or waits, unless something else is said.
        if (transition.Reason is not null || from is not (JobState.Draining or JobState.Fencing))
            job.Reason = transition.Reason;
        job.DrainTo = next == JobState.Draining ? transition.DrainTo : null;
        job.NotBefore = next == JobState.Queued ? transition.NotBefore?.UtcTicks : null;
        if (next == JobState.Running)
            job.StartedAt = session.Now;
        if (next == JobState.Fencing && transition.ChargeRetry)
            job.Retries++;
        if (next.IsFinal())
            job.FinishedAt = session.Now;
        if (!next.IsCharged())
            Release(session, job, from);
        if (next == JobState.Suspended)
            Fence(session, job);
    }

    // Whoever claims for it, or claimed, must not find it admitted in his epoch when it is back.
    private static void Fence(WriteSession session, JobRow job)
    {
        job.CoordinatorEpoch = session.NextEpoch();
        session.Tables.Jobs.UpdateCoordinatorEpoch(job);
    }

    private static void Release(WriteSession session, JobRow job, JobState from)
    {
        if (from.HoldsPlaces())
            session.Tables.Claims.Release(job.Placement!.Value, job.Seq);
        (job.Root, job.Charge) = (null, null);
        // Where a job ran is shown after its end; where it was only planned to run is not.
        if (job.State is JobState.Queued or JobState.Suspended || !from.HoldsPlaces())
            (job.Cluster, job.Placement) = (null, null);
    }
}

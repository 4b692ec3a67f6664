using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>Openings and the fate of attempts: what fences older activations off.</summary>
internal static class OpenRules
{
    public static JobRow? OpenJob(WriteSession session, JobId id)
    {
        var job = session.Find(id);
        if (job is { State: JobState.Admitted })
        {
            job.CoordinatorEpoch = session.NextEpoch();
            session.Tables.Jobs.UpdateCoordinatorEpoch(job);
        }
        return job;
    }

    public static List<ClaimRow> OpenNode(WriteSession session, NodeId node, EpochToken token)
    {
        session.Tables.Epochs.Set(node, token);
        return session.Tables.Claims.OfNode(node);
    }

    public static List<JobRow> OpenTree(WriteSession session, QueueName root, EpochToken token)
    {
        session.Tables.Epochs.Set(root, token);
        return session.Tables.Lists.Charged(root);
    }

    /// <summary>True when the attempt holds its places; otherwise it never will.</summary>
    public static bool TryAbort(WriteSession session, JobId id, Attempt attempt)
    {
        if (session.Tables.Jobs.Find(id) is not { } job)
            return false;
        if (job.State.HoldsPlaces() && job.Attempt == attempt)
            return true;
        if (attempt > job.AbortedUpTo)
        {
            job.AbortedUpTo = attempt;
            session.Tables.Jobs.UpdateAbortedUpTo(job);
        }
        return false;
    }

    public static DeletionOutcome Delete(WriteSession session, JobId id, long? ifVersion)
    {
        var tables = session.Tables;
        if (tables.Jobs.Find(id) is not { } job)
            return new(DeletionResult.NotKnown, 0);
        if (ifVersion is { } version && version != job.Change)
            return new(DeletionResult.OtherVersion, job.Change);
        if (!job.State.IsFinal())
            return new(DeletionResult.NotEnded, job.Change);
        tables.Submissions.Forget(id.Namespace, tables.Jobs.Token(job.Seq), session.LastChange);
        tables.Dependencies.Delete(job.Seq);
        tables.Jobs.Delete(job.Seq);
        return new(DeletionResult.Deleted, job.Change);
    }
}

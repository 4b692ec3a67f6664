using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>Makes the store another one, and puts on record what clusters show.</summary>
internal static class RecoveryRules
{
    /// <summary>
    /// Epochs that are left out: attempts that were made since the copy, and of which nothing is shown any more, are not made again.
    /// </summary>
    public const long SkippedEpochs = 1_000_000;

    public static Guid Begin(WriteSession session, Guid incarnation, ImmutableArray<Guid> ancestors, long epoch)
    {
        foreach (var ancestor in ancestors.Add(session.Incarnation))
            session.Tables.Recovery.Add(ancestor, session.Now);
        session.Tables.Epochs.ForgetAll();
        session.BeginRecovery(incarnation);
        session.RaiseEpoch(epoch);
        session.SkipEpochs(SkippedEpochs);
        return incarnation;
    }

    public static bool End(WriteSession session)
    {
        session.EndRecovery();
        return true;
    }

    public static RecoveryResult Recover(WriteSession session, RecoveredRow recovered)
    {
        var known = session.Find(recovered.Job.Id);
        session.RaiseEpoch(recovered.Job.Newest.Epoch);
        if (known is null)
            return Create(session, recovered);
        if (known.Uid != recovered.Job.Uid)
            return RecoveryResult.OtherSubmission;
        return IsBehind(known, recovered) ? Move(session, known, recovered) : RecoveryResult.Kept;
    }

    private static bool IsBehind(JobRow known, RecoveredRow recovered) => !known.State.IsFinal()
        && (known.Attempt < recovered.Job.Attempt || (known.Attempt == recovered.Job.Attempt && known.State.HoldsPlaces()
            && !known.Placement!.Utf8.AsSpan().SequenceEqual(recovered.Placement.Utf8)));

    private static RecoveryResult Create(WriteSession session, RecoveredRow recovered)
    {
        var job = recovered.Job;
        var row = new JobRow
        {
            Seq = session.SeqOf(job.Seq), Id = job.Id, Uid = job.Uid, Queue = job.Spec.Queue, Priority = job.Spec.Priority,
            SubmittedAt = job.SubmittedAt.UtcTicks, Body = recovered.Body,
        };
        Place(session, row, recovered);
        session.Restore(row);
        session.Tables.Claims.Take(job.Placement, row.Seq);
        return RecoveryResult.Created;
    }

    private static RecoveryResult Move(WriteSession session, JobRow row, RecoveredRow recovered)
    {
        var from = row.State;
        if (from.HoldsPlaces())
            session.Tables.Claims.Release(row.Placement!.Value, row.Seq);
        Place(session, row, recovered);
        session.Tables.Jobs.UpdateCoordinatorEpoch(row);
        session.Tables.Jobs.UpdateAbortedUpTo(row);
        session.Move(row, from, row.Cluster);
        session.Tables.Claims.Take(recovered.Job.Placement, row.Seq);
        return RecoveryResult.Moved;
    }

    private static void Place(WriteSession session, JobRow row, RecoveredRow recovered)
    {
        var job = recovered.Job;
        if (job.State == JobState.Running && (row.Attempt != job.Attempt || row.StartedAt is null))
            row.StartedAt = session.Now;
        (row.State, row.DrainTo, row.Reason, row.NotBefore) = (job.State, job.DrainTo, job.Reason, null);
        (row.Attempt, row.CoordinatorEpoch) = (job.Attempt, session.NextEpoch());
        row.AbortedUpTo = job.Newest > row.AbortedUpTo ? job.Newest : row.AbortedUpTo;
        (row.Runs, row.Retries) = (Math.Max(row.Runs, job.Runs), Math.Max(row.Retries, job.Retries));
        (row.Root, row.Cluster) = (job.Root.Value, job.Placement.Cluster.Value);
        (row.Placement, row.Charge) = (recovered.Placement, recovered.Charge);
    }
}

/// <summary>A job to recover, encoded and ready to be recorded.</summary>
internal sealed record RecoveredRow(RecoveredJob Job)
{
    public JobBody Body { get; } = JobBody.Of(Job.Metadata with { Uid = Job.Uid }, Job.Spec, Job.Demand);

    public Json<GangPlacement> Placement { get; } = new(Job.Placement, MusterJson.Default.GangPlacement);

    public Json<ImmutableArray<FlavorUsage>> Charge { get; } = new(Job.Charge, MusterJson.Default.ImmutableArrayFlavorUsage);
}

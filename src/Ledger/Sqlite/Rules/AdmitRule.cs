using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>A batch of admissions, encoded and ready to be recorded.</summary>
internal sealed class AdmitRule(QueueName root, EpochToken token, ImmutableArray<Admission> admissions)
{
    private readonly ImmutableArray<Entry> _entries = [.. admissions.Select(a => new Entry(
        a.Job, a.Placement.Cluster.Value, new(a.Placement, MusterJson.Default.GangPlacement),
        new(a.Charge, MusterJson.Default.ImmutableArrayFlavorUsage)))];

    public AdmissionOutcome Run(WriteSession session) => session.Tables.Epochs.IsCurrent(root, token)
        ? new(false, [.. _entries.Select(entry => TryAdmit(session, entry))])
        : new(true, [.. _entries.Select(_ => false)]);

    private bool TryAdmit(WriteSession session, Entry entry)
    {
        if (session.Tables.Jobs.Find(entry.Job) is not { State: JobState.Queued } job)
            return false;
        job.State = JobState.Admitted;
        job.Root = root.Value;
        (job.Cluster, job.Placement, job.Charge) = (entry.Cluster, entry.Placement, entry.Charge);
        (job.NotBefore, job.Reason) = (null, null);
        session.Move(job, JobState.Queued, job.Cluster);
        return true;
    }

    private sealed record Entry(JobId Job, string Cluster, Json<GangPlacement> Placement, Json<ImmutableArray<FlavorUsage>> Charge);
}

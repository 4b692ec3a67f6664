using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>
/// What was decoded of jobs of late, so that the many steps of a job's life do not each decode the same texts. A job has
/// one place, by its sequence number: jobs of the same age have different ones, and a newer job takes an old one's place.
/// Only what is committed may be kept here, for only then is a sequence number final.
/// </summary>
internal sealed class RecentJobs
{
    private const int Places = 1 << 14;

    // Bounds the whole at 256 MiB of text, and lets only unusually large jobs pass by.
    private const int LengthMax = 16 * 1024;

    private readonly Entry?[] _entries = new Entry?[Places];

    /// <summary>Gives a row the body, if it is here, and texts that were decoded before, where they are the same.</summary>
    public void Recall(JobRow job)
    {
        if (Find(job.Seq) is not { } known)
            return;
        job.Body ??= known.Body;
        job.Placement = Json<GangPlacement>.Same(known.Placement, job.Placement);
        job.Charge = Json<ImmutableArray<FlavorUsage>>.Same(known.Charge, job.Charge);
    }

    /// <summary>Keeps what a row has.</summary>
    public void Keep(JobRow job)
    {
        var known = Find(job.Seq);
        if (known is not null && ReferenceEquals(known.Placement, job.Placement) && ReferenceEquals(known.Charge, job.Charge))
            return;
        if (job.Body!.Length + (job.Placement?.Utf8.Length ?? 0) <= LengthMax)
            Volatile.Write(ref _entries[job.Seq & (Places - 1)], new(job.Seq, job.Body, job.Placement, job.Charge));
    }

    /// <summary>Drops what is kept of a sequence number, which another job is about to get.</summary>
    public void Forget(long seq)
    {
        if (Find(seq) is not null)
            Volatile.Write(ref _entries[seq & (Places - 1)], null);
    }

    private Entry? Find(long seq) =>
        Volatile.Read(ref _entries[seq & (Places - 1)]) is { } entry && entry.Seq == seq ? entry : null;

    private sealed record Entry(long Seq, JobBody Body, Json<GangPlacement>? Placement, Json<ImmutableArray<FlavorUsage>>? Charge);
}

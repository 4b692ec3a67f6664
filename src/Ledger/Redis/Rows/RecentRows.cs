using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>
/// What was decoded of jobs of late, so that the many steps of a job's life neither fetch nor decode the same texts again.
/// A job has one place; another that has the same takes it.
/// </summary>
internal sealed class RecentRows
{
    private const int Places = 1 << 14;

    // Bounds the whole at 256 MiB of text, and lets only unusually large jobs pass by.
    private const int LengthMax = 16 * 1024;

    private readonly RecentRow?[] _rows = new RecentRow?[Places];

    public RecentRow? Find(JobId id) => Volatile.Read(ref _rows[Place(id)]) is { } row && row.Id == id ? row : null;

    /// <summary>Keeps what a row has. Its body must be there.</summary>
    public void Keep(JobRow job)
    {
        if (job.Body!.Length + (job.Placement?.Utf8.Length ?? 0) <= LengthMax)
            Volatile.Write(ref _rows[Place(job.Id)], new(job.Id, job.Seq, job.Body, job.Placement, job.Charge));
    }

    private static int Place(JobId id) => id.GetHashCode() & (Places - 1);
}

/// <summary>What is kept of one job. A name that is used again has another seq, and another body.</summary>
internal sealed record RecentRow(JobId Id, long Seq, JobBody Body, Json<GangPlacement>? Placement, Json<ImmutableArray<FlavorUsage>>? Charge);

using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>Reads what scripts answer: the order of the columns is that of <c>jobs.lua</c>.</summary>
internal static class RedisRow
{
    private const int Metadata = 25;

    /// <summary>A job; null where there is none. The body is the known one when the script has left it out.</summary>
    public static JobRow? Job(in Reply answer, int index, RecentRow? known = null)
    {
        if (answer.IsNull(index))
            return null;
        var row = Job(answer.List(index));
        row.Body ??= known?.Body;
        row.Placement = Json<GangPlacement>.Same(known?.Placement, row.Placement);
        row.Charge = Json<ImmutableArray<FlavorUsage>>.Same(known?.Charge, row.Charge);
        return row;
    }

    /// <summary>A job.</summary>
    public static JobRow Job(in Reply row) => new()
    {
        Seq = row.Long(0),
        Uid = row.Text(1),
        Queue = row.Text(2),
        Priority = (int)row.Long(3),
        State = (JobState)row.Long(4),
        CoordinatorEpoch = row.Long(5),
        AbortedUpTo = new(row.Long(6)),
        Attempt = new(row.Long(7)),
        Runs = (int)row.Long(8),
        Retries = (int)row.Long(9),
        DrainTo = (JobState?)row.LongOrNull(10),
        NotBefore = row.LongOrNull(11),
        SubmittedAt = row.LongOrNull(12) ?? 0,
        Since = row.LongOrNull(13) ?? 0,
        StartedAt = row.LongOrNull(14),
        FinishedAt = row.LongOrNull(15),
        Change = row.Long(16),
        Root = row.TextOrNull(17),
        Cluster = row.TextOrNull(18),
        Reason = row.LongOrNull(19) is { } code ? new((ReasonCode)code, row.Text(24)) : null,
        TraceParent = row.TextOrNull(20),
        Id = JobId.FromKey(row.Text(21)),
        Placement = row.Bytes(22) is { } placement ? new(placement, MusterJson.Default.GangPlacement) : null,
        Charge = row.Bytes(23) is { } charge ? new(charge, MusterJson.Default.ImmutableArrayFlavorUsage) : null,
        Body = row.Length > Metadata ? Body(row) : null,
    };

    /// <summary>A charged job.</summary>
    public static ChargedJob Charged(Reply row) => new(
        JobId.FromKey(row.Text(0)), new(row.Text(2)), new(row.Long(3)), (JobState)row.Long(4),
        row.Bytes(5) is { } charge ? Json<ImmutableArray<FlavorUsage>>.Decode(charge, MusterJson.Default.ImmutableArrayFlavorUsage) : [],
        row.Bytes(6) is { } placement ? Json<GangPlacement>.Decode(placement, MusterJson.Default.GangPlacement) : null);

    /// <summary>A job that waits.</summary>
    public static QueuedJob Queued(in Reply row, DemandPool demands) => new(
        new PendingJob
        {
            Id = JobId.FromKey(row.Text(8)),
            Priority = (int)row.Long(0),
            Seq = row.Long(1),
            QueuedAt = Moment.Of(row.LongOrNull(2) ?? 0),
            NotBefore = Moment.Of(row.LongOrNull(3)),
            Demand = demands.Get(row.Bytes(6)),
            // Only what is recorded: very many jobs may wait.
            TraceParent = row.TextOrNull(5) is { } trace && trace.EndsWith("-01", StringComparison.Ordinal) ? trace : null,
        },
        row.Long(4),
        row.Long(7) != 0);

    /// <summary>An entry of the event log.</summary>
    public static JobChange Change(Reply row) => new()
    {
        Sequence = row.LongOrNull(0) ?? 0,
        At = Moment.Of(row.LongOrNull(1) ?? 0),
        Job = JobId.FromKey(row.Text(2)),
        Uid = row.Text(3),
        From = (JobState?)row.LongOrNull(4),
        To = (JobState)(row.LongOrNull(5) ?? 0),
        Attempt = row.LongOrNull(6) is { } attempt ? new Attempt(attempt).ToString() : null,
        Cluster = row.TextOrNull(7),
        Reason = row.LongOrNull(8) is { } code ? new((ReasonCode)code, row.Text(9)) : null,
        Queue = row.Text(10),
    };

    private static JobBody Body(in Reply row) => new(
        new(row.Bytes(Metadata)!, MusterJson.Default.JobMetadata),
        new(row.Bytes(Metadata + 1)!, MusterJson.Default.JobSpec),
        new(row.Bytes(Metadata + 2)!, MusterJson.Default.GangDemand));
}

using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>A row of the table of jobs. Times are ticks of UTC.</summary>
internal sealed class JobRow
{
    public const string Columns = """
        seq, key, uid, queue, priority, state, ce, aborted_up_to, attempt, runs, retries, drain_to, not_before,
        submitted_at, since, started_at, finished_at, change, root, cluster, placement, charge, reason_code, reason, traceparent
        """;

    public const int ColumnCount = 25;

    public long Seq { get; init; }

    public JobId Id { get; init; }

    public string Uid { get; init; } = "";

    public string Queue { get; init; } = "";

    public int Priority { get; init; }

    public JobState State { get; set; }

    public long CoordinatorEpoch { get; set; }

    public Attempt AbortedUpTo { get; set; }

    public Attempt Attempt { get; set; }

    public int Runs { get; set; }

    public int Retries { get; set; }

    public JobState? DrainTo { get; set; }

    public long? NotBefore { get; set; }

    public long SubmittedAt { get; init; }

    public long Since { get; set; }

    public long? StartedAt { get; set; }

    public long? FinishedAt { get; set; }

    public long Change { get; set; }

    public string? Root { get; set; }

    public string? Cluster { get; set; }

    public Json<GangPlacement>? Placement { get; set; }

    public Json<ImmutableArray<FlavorUsage>>? Charge { get; set; }

    public Reason? Reason { get; set; }

    public string? TraceParent { get; init; }

    /// <summary>What never changes; null until somebody wants it.</summary>
    public JobBody? Body { get; set; }

    public static JobRow From(in Cursor row) => new()
    {
        Seq = row.Long(0),
        Id = JobId.FromKey(row.Text(1)),
        Uid = row.Text(2),
        Queue = row.Text(3),
        Priority = row.Int(4),
        State = (JobState)row.Int(5),
        CoordinatorEpoch = row.Long(6),
        AbortedUpTo = new(row.Long(7)),
        Attempt = new(row.Long(8)),
        Runs = row.Int(9),
        Retries = row.Int(10),
        DrainTo = (JobState?)row.LongOrNull(11),
        NotBefore = row.LongOrNull(12),
        SubmittedAt = row.Long(13),
        Since = row.Long(14),
        StartedAt = row.LongOrNull(15),
        FinishedAt = row.LongOrNull(16),
        Change = row.Long(17),
        Root = row.TextOrNull(18),
        Cluster = row.TextOrNull(19),
        Placement = row.BytesOrNull(20) is { } placement ? new(placement, MusterJson.Default.GangPlacement) : null,
        Charge = row.BytesOrNull(21) is { } charge ? new(charge, MusterJson.Default.ImmutableArrayFlavorUsage) : null,
        Reason = row.LongOrNull(22) is { } code ? new((ReasonCode)code, row.Text(23)) : null,
        TraceParent = row.TextOrNull(24),
    };

    public JobRecord ToRecord()
    {
        var body = Body ?? throw new InvalidOperationException($"The body of {Id} was not read.");
        return new()
        {
            Id = Id,
            Uid = Uid,
            Seq = Seq,
            Version = Change,
            Metadata = body.Metadata.Value,
            Spec = body.Spec.Value,
            Demand = body.Demand.Value,
            State = State,
            CoordinatorEpoch = CoordinatorEpoch,
            AbortedUpTo = AbortedUpTo,
            Attempt = Attempt,
            Placement = Placement?.Value,
            Charge = Charge?.Value ?? [],
            Runs = Runs,
            Retries = Retries,
            DrainTo = DrainTo,
            Reason = Reason,
            NotBefore = Moment.Of(NotBefore),
            SubmittedAt = Moment.Of(SubmittedAt),
            Since = Moment.Of(Since),
            StartedAt = Moment.Of(StartedAt),
            FinishedAt = Moment.Of(FinishedAt),
            TraceParent = TraceParent,
        };
    }

    public ChargedJob ToCharged() => new(Id, new(Queue), Attempt, State, Charge?.Value ?? [], Placement?.Value);
}

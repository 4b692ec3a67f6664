namespace Muster.Grains;

/// <summary>How queues keep order and run rounds.</summary>
public sealed class QueueOptions : IBounded
{
    /// <summary>Most jobs that wait in one queue. Default 1,000,000.</summary>
    public int MaxPending { get; set; } = 1_000_000;

    /// <summary>Jobs of one kind that a queue shows its root at a time. Default 64.</summary>
    public int Window { get; set; } = 64;

    /// <summary>Jobs that one round admits at the most. Default 512.</summary>
    public int RoundAdmissions { get; set; } = 512;

    /// <summary>Candidates that one round looks at, at the most. Default 20,000.</summary>
    public int RoundConsidered { get; set; } = 20_000;

    /// <summary>How often a queue looks in the ledger for what it was not told. Default 5 s.</summary>
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Charges that one sweep compares with the ledger. Default 500.</summary>
    public int SweepBatch { get; set; } = 500;

    /// <inheritdoc/>
    public IEnumerable<string> Problems() =>
    [
        .. Bound.Number(MaxPending, 1, 10_000_000),
        .. Bound.Number(Window, 1, 4096),
        .. Bound.Number(RoundAdmissions, 1, 10_000),
        .. Bound.Number(RoundConsidered, 1, 1_000_000),
        .. Bound.Time(SweepInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10)),
        .. Bound.Number(SweepBatch, 1, 10_000),
    ];
}

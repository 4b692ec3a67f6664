using System.Diagnostics.Metrics;

namespace Muster.Ledger;

/// <summary>What the writer did, in numbers.</summary>
internal sealed class LedgerMeter : IDisposable
{
    /// <summary>Name of the meter: the scheduler's, of which the ledger is a part.</summary>
    public const string Name = "Muster.Scheduler";

    private static readonly InstrumentAdvice<double> Durations = new()
    {
        HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    };

    private static readonly InstrumentAdvice<long> Sizes = new() { HistogramBucketBoundaries = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500] };

    private readonly Meter _meter;
    private readonly Histogram<double> _duration;
    private readonly Histogram<long> _size;
    private long _transactions;
    private long _operations;
    private long _refused;
    private long _failed;

    /// <param name="meters">The host's; null for a ledger without a host.</param>
    public LedgerMeter(IMeterFactory? meters = null)
    {
        // Of its own and not the factory's shared one: its gauges go when the ledger is closed.
        _meter = new Meter(new MeterOptions(Name) { Scope = meters });
        _duration = _meter.CreateHistogram("muster.ledger.commit.duration", "s", "From the begin of a transaction to the end of its commit.", null, Durations);
        _size = _meter.CreateHistogram("muster.ledger.batch.size", "{operation}", "Operations that shared one transaction.", null, Sizes);
        _meter.CreateObservableCounter("muster.ledger.operation.refused", () => Interlocked.Read(ref _refused), "{operation}", "Operations refused because too many waited.");
        _meter.CreateObservableCounter("muster.ledger.commit.failed", () => Interlocked.Read(ref _failed), "{transaction}", "Transactions whose outcome is unknown.");
    }

    public long Transactions => Interlocked.Read(ref _transactions);

    public long Operations => Interlocked.Read(ref _operations);

    /// <summary>Shows how many operations wait.</summary>
    public void Watch(Func<int> waiting) =>
        _meter.CreateObservableGauge("muster.ledger.queue.depth", waiting, "{operation}", "Operations that wait for the writer.");

    public void Committed(int operations, TimeSpan duration)
    {
        Interlocked.Increment(ref _transactions);
        Interlocked.Add(ref _operations, operations);
        _duration.Record(duration.TotalSeconds);
        _size.Record(operations);
    }

    public void Refused() => Interlocked.Increment(ref _refused);

    public void Failed() => Interlocked.Increment(ref _failed);

    public void Dispose() => _meter.Dispose();
}

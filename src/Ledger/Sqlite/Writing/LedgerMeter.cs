using System.Diagnostics.Metrics;

namespace Muster.Ledger;

/// <summary>What the writer did, in numbers.</summary>
internal sealed class LedgerMeter : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "Muster.Ledger";

    private readonly Meter _meter = new(Name);
    private readonly Histogram<double> _duration;
    private long _transactions;
    private long _operations;
    private long _refused;
    private long _failed;

    public LedgerMeter()
    {
        _duration = _meter.CreateHistogram<double>("muster.ledger.transaction.duration", "s", "From the begin of a transaction to the end of its commit.");
        _meter.CreateObservableCounter("muster.ledger.transactions", () => Transactions, "{transaction}", "Transactions committed.");
        _meter.CreateObservableCounter("muster.ledger.operations", () => Operations, "{operation}", "Operations in them.");
        _meter.CreateObservableCounter("muster.ledger.refused", () => Interlocked.Read(ref _refused), "{operation}", "Operations refused because too many waited.");
        _meter.CreateObservableCounter("muster.ledger.failed", () => Interlocked.Read(ref _failed), "{transaction}", "Transactions whose outcome is unknown.");
    }

    public long Transactions => Interlocked.Read(ref _transactions);

    public long Operations => Interlocked.Read(ref _operations);

    public void Committed(int operations, TimeSpan duration)
    {
        Interlocked.Increment(ref _transactions);
        Interlocked.Add(ref _operations, operations);
        _duration.Record(duration.TotalSeconds);
    }

    public void Refused() => Interlocked.Increment(ref _refused);

    public void Failed() => Interlocked.Increment(ref _failed);

    public void Dispose() => _meter.Dispose();
}

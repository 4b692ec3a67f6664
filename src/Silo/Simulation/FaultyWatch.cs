namespace Muster.Silo;

/// <summary>A watch that faults can cut.</summary>
internal sealed class FaultyWatch(SimulatedFaults faults, CancellationToken cancellationToken) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    private bool _disposed;

    /// <summary>Why it was cut.</summary>
    public WatchCut Reason { get; private set; }

    /// <summary>Cancelled when the watcher gives up or the watch is cut.</summary>
    public CancellationToken Token => _source.Token;

    public void Cut(WatchCut cut)
    {
        lock (_gate)
        {
            if (_disposed || Reason != WatchCut.None)
                return;
            Reason = cut;
            // Asynchronously: what it wakes disposes of this.
            _ = _source.CancelAsync();
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _disposed = true;
        faults.Forget(this);
        _source.Dispose();
    }
}

using Muster.Contracts;
using Muster.Ledger;

namespace Muster.Silo;

/// <summary>What the probes ask: whether the silo has come up, and whether it can do its work now. Null means yes; else why not.</summary>
internal sealed class Health(ILedger ledger, IHostApplicationLifetime lifetime, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    // Whoever asks all the time is not to write all the time.
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(500);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile bool _started;
    private (long At, string? Trouble)? _last;

    /// <summary>Queues and clusters have been woken once.</summary>
    public void Started() => _started = true;

    public string? Startup() => _started ? null : "startup: queues and clusters have not been woken yet";

    public async Task<string?> ReadyAsync(CancellationToken cancellationToken)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
            return "stopping: the silo ends";
        if (ledger.Guard.RolledBack is { } rolledBack)
            return $"ledger: {rolledBack.Message}";
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_last is not { } last || time.GetElapsedTime(last.At) > Fresh)
                _last = (time.GetTimestamp(), await LedgerAsync());
            return _last.Value.Trouble;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    // Takes the writer's turn and the file's lock, and changes nothing: no job has that name.
    private async Task<string?> LedgerAsync()
    {
        try
        {
            await ledger.TryAbortAsync(default, Attempt.None).WaitAsync(Patience, time);
            return null;
        }
        catch (TimeoutException)
        {
            return "ledger: it did not answer within a second";
        }
        catch (MusterException problem)
        {
            return $"ledger: {problem.Message}";
        }
    }
}

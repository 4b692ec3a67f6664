using Microsoft.Extensions.Logging;
using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>
/// Looks at the store though nobody asks: whether it is still sound, and, while somebody waits for that, whether others have
/// written. One call at a time for the whole process.
/// </summary>
internal sealed partial class StoreWatch(ScriptCaller caller, RedisGuard guard, RedisLedgerOptions options, ILogger logger) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _now = new(0, 1);
    private Task _loop = Task.CompletedTask;
    private int _waiting;
    private bool _failing;

    public void Start() => _loop = Task.Run(LoopAsync);

    /// <summary>Looks at once: the connection is back, and who knows what it leads to now.</summary>
    public void LookNow()
    {
        try
        {
            _now.Release();
        }
        catch (Exception fault) when (fault is SemaphoreFullException or ObjectDisposedException)
        {
            // It is about to look anyway, or never will again.
        }
    }

    /// <summary>Completes when the event log has grown beyond a number, by whomever, or when cancelled; returns its end.</summary>
    /// <exception cref="LedgerRolledBackException">The log is not what it was: it may never grow beyond that number, or have other entries.</exception>
    public async Task<long> WaitAsync(long after, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, guard.Lost);
            var end = await caller.Signal.WaitAsync(after, either.Token);
            guard.Require();
            return end;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
        _now.Dispose();
    }

    private async Task LoopAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var due = await _now.WaitAsync(options.PollEvery, _stop.Token);
                if (due || Volatile.Read(ref _waiting) > 0 || caller.Silence >= options.ProbeEvery - options.PollEvery)
                    await caller.CallAsync(LedgerScript.Probe, [], _stop.Token);
                _failing = false;
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (LedgerRolledBackException)
            {
                return; // the guard has told everybody, and it stays so
            }
            catch (MusterException fault)
            {
                if (!_failing)
                    LogFailing(logger, fault.Message);
                _failing = true;
            }
        }
    }

    [LoggerMessage(123, LogLevel.Warning, "The ledger's Redis was asked whether it is sound, without success: {Reason}")]
    private static partial void LogFailing(ILogger logger, string reason);
}

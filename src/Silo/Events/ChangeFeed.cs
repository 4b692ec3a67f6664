using Microsoft.Extensions.Options;
using Muster.Contracts;
using Muster.Ledger;

namespace Muster.Silo;

/// <summary>
/// The silo's one reader of the event log. It keeps the newest entries ready to be sent and rings when there are more, so
/// that a watcher costs no read of the ledger and an entry is put into words once, however many follow.
/// </summary>
internal sealed partial class ChangeFeed(
    ILedger ledger, IOptions<EventOptions> options, TimeProvider time, ILogger<ChangeFeed> logger) : BackgroundService
{
    private static readonly TimeSpan Pulse = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // What one wake of one watcher may take of the time between two: a crowd hears of news in larger, fewer pieces, and
    // leaves the machine to the scheduler.
    private static readonly TimeSpan PacePerWatcher = TimeSpan.FromMicroseconds(150);
    private static readonly TimeSpan MaxPace = TimeSpan.FromMilliseconds(500);

    private readonly SemaphoreSlim _arrival = new(0, 1);
    private int _watchers;

    public FrameRing Ring { get; } = new(options.Value.History);

    /// <summary>Rings when there is news, and now and then without.</summary>
    public Bell Bell { get; } = new();

    /// <summary>Somebody follows until the result is disposed. While nobody does the log is not read.</summary>
    public IDisposable Follow()
    {
        if (Interlocked.Increment(ref _watchers) == 1)
            Arrive();
        return new Follower(this);
    }

    public override void Dispose()
    {
        _arrival.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var frames = new FrameWriter();
        var after = -1L;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (Volatile.Read(ref _watchers) == 0)
                    await _arrival.WaitAsync(stoppingToken);
                after = await ReadOn(after, frames, stoppingToken);
                Bell.Ring();
                await Task.Delay(Pace(), time, stoppingToken);
            }
            catch (MusterException problem)
            {
                LogBroken(logger, problem.Message);
                after = -1;
                Bell.Ring();
                await Task.Delay(Pause, time, stoppingToken);
            }
        }
    }

    // Returns the sequence up to which the ring has everything now.
    private async Task<long> ReadOn(long after, FrameWriter frames, CancellationToken stop)
    {
        var end = await WaitBeyond(after, stop);
        if (after < 0 || end - after > Ring.Capacity)
        {
            // The gap is more than the ring would keep: those who are in it read pages.
            Ring.Restart(end);
            return end;
        }
        while (after < end)
        {
            var changes = await ledger.ReadChangesAsync(after, null, ILedger.MaxChangesPage, stop);
            foreach (var change in changes)
                Ring.Append(change, frames.Write(change));
            var last = changes.Length > 0 ? changes[^1].Sequence : after;
            after = changes.Length == ILedger.MaxChangesPage ? last : Math.Max(last, end);
        }
        return after;
    }

    private async Task<long> WaitBeyond(long after, CancellationToken stop)
    {
        using var patience = new CancellationTokenSource(Pulse, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stop);
        return await ledger.WaitForChangesAsync(after, both.Token);
    }

    private TimeSpan Pace()
    {
        var pace = PacePerWatcher * Volatile.Read(ref _watchers);
        return pace < MaxPace ? pace : MaxPace;
    }

    private void Arrive()
    {
        try
        {
            _arrival.Release();
        }
        catch (SemaphoreFullException)
        {
            // It knows already.
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The event log cannot be followed, and will be tried again: {Problem}")]
    private static partial void LogBroken(ILogger logger, string problem);

    private sealed class Follower(ChangeFeed feed) : IDisposable
    {
        private int _gone;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _gone, 1) == 0)
                Interlocked.Decrement(ref feed._watchers);
        }
    }
}

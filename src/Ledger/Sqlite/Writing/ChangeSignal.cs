namespace Muster.Ledger;

/// <summary>The end of the event log, and a bell that rings when it moves.</summary>
internal sealed class ChangeSignal
{
    private long _end;
    private TaskCompletionSource? _moved;

    /// <summary>Moves the end forward. Called by the writer only.</summary>
    public void Advance(long end)
    {
        if (end <= _end)
            return;
        Interlocked.Exchange(ref _end, end);
        Interlocked.Exchange(ref _moved, null)?.SetResult();
    }

    /// <summary>Completes when the end is beyond <paramref name="after"/>, or when cancelled; returns the end.</summary>
    public async Task<long> WaitAsync(long after, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            // First the bell, then the look: a move in between rings the bell that is held.
            var moved = Bell();
            if (Interlocked.Read(ref _end) > after)
                break;
            await moved.Task.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return Interlocked.Read(ref _end);
    }

    private TaskCompletionSource Bell()
    {
        if (Volatile.Read(ref _moved) is { } bell)
            return bell;
        var fresh = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return Interlocked.CompareExchange(ref _moved, fresh, null) ?? fresh;
    }
}

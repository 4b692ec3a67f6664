namespace Muster.Kubernetes;

/// <summary>Those who wait for a fresh list. A list serves all who asked before it began, and none who asked after.</summary>
internal sealed class RelistRequests
{
    private readonly Lock gate = new();
    private TaskCompletionSource? waiting;
    private CancellationTokenSource? interrupt;
    private bool closed;

    /// <summary>Asks, and interrupts what can be interrupted.</summary>
    public async Task AskAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource mine;
        CancellationTokenSource? toCancel;
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(closed, typeof(RelistRequests));
            mine = waiting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            toCancel = interrupt;
            interrupt = null;
        }
        try
        {
            // Outside the lock: what is interrupted may run on here.
            if (toCancel is not null)
                await toCancel.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself in the meantime, and whoever goes on looks at Any.
        }
        await mine.Task.WaitAsync(cancellationToken);
    }

    public bool Any
    {
        get
        {
            lock (gate)
                return waiting is not null;
        }
    }

    /// <summary>From now on, asking cancels this; at once when someone has asked already.</summary>
    public void InterruptBy(CancellationTokenSource source)
    {
        lock (gate)
        {
            if (waiting is null)
            {
                interrupt = source;
                return;
            }
        }
        source.Cancel();
    }

    public void InterruptByNothing()
    {
        lock (gate)
            interrupt = null;
    }

    /// <summary>A list begins: these are served by it.</summary>
    public TaskCompletionSource? Take()
    {
        lock (gate)
        {
            var taken = waiting;
            waiting = null;
            return taken;
        }
    }

    /// <summary>The list did not come to an end, but another one is about to begin: they go on waiting.</summary>
    public void GiveBack(TaskCompletionSource? taken)
    {
        if (taken is null)
            return;
        lock (gate)
        {
            if (waiting is null)
            {
                waiting = taken;
                return;
            }
            // They wait for the same list from now on.
            var joined = waiting;
            joined.Task.ContinueWith(done => Follow(done, taken), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    /// <summary>Nothing is listed any more.</summary>
    public void Close()
    {
        TaskCompletionSource? left;
        lock (gate)
        {
            closed = true;
            left = waiting;
            waiting = null;
        }
        left?.TrySetCanceled();
    }

    private static void Follow(Task done, TaskCompletionSource taken)
    {
        if (done.IsCompletedSuccessfully)
            taken.TrySetResult();
        else if (done.Exception is { } failed)
            taken.TrySetException(failed.InnerExceptions);
        else
            taken.TrySetCanceled();
    }
}

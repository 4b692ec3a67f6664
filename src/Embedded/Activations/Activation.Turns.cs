namespace Orleans.Embedded;

/// <content>Runs turns, one at a time.</content>
internal sealed partial class Activation
{
    private enum Turn
    {
        None,
        Call,
        Continuation,
        Activate,
        Deactivate,
    }

    /// <summary>Runs a few turns and leaves.</summary>
    /// <remarks>They run inside a task of this scheduler: that is what makes it <see cref="TaskScheduler.Current"/>.</remarks>
    void IThreadPoolWorkItem.Execute() =>
        new Task(static me => ((Activation)me!).RunTurns(), this, CancellationToken.None).RunSynchronously(this);

    /// <summary>A call that <see cref="Request.Start"/> left running has ended.</summary>
    public void OnFinished(Request? request)
    {
        lock (mailbox)
            Finish(request);
    }

    protected override void QueueTask(Task task)
    {
        bool wake;
        lock (mailbox)
        {
            mailbox.Add(task);
            wake = TakeSlot();
        }

        if (wake)
            Silo.Turns.Schedule(this);
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && (ReferenceEquals(task.AsyncState, this) || Current == this) && TryExecuteTask(task);

    protected override IEnumerable<Task>? GetScheduledTasks() => null;

    /// <summary>Whether the activation is to be scheduled now; it is never scheduled twice at a time.</summary>
    private bool TakeSlot() => !isScheduled && (isScheduled = true);

    private void RunTurns()
    {
        var home = ExecutionContext.Capture()!;
        Request? ended = null;
        for (var left = Silo.TurnsPerSlot; left > 0; left--)
        {
            Turn turn;
            Task? continuation;
            Request? call;
            lock (mailbox)
            {
                Finish(ended);
                ended = null;
                turn = NextTurn(out continuation, out call);
                if (turn == Turn.None)
                {
                    isScheduled = false;
                    return;
                }
            }

            switch (turn)
            {
                case Turn.Call:
                    ended = Run(call!);
                    break;
                case Turn.Continuation:
                    TryExecuteTask(continuation!);
                    break;
                case Turn.Activate:
                    _ = ActivateAsync();
                    break;
                default:
                    _ = FinishDeactivatingAsync();
                    break;
            }

            // What a turn sets in its context is its own; the next one starts clean.
            if (!ReferenceEquals(ExecutionContext.Capture(), home))
                ExecutionContext.Restore(home);
        }

        OnFinished(ended);
        Silo.Turns.Requeue(this);
    }

    private Turn NextTurn(out Task? continuation, out Request? call)
    {
        (continuation, call) = (null, null);
        if (state == ActivationState.Created)
        {
            state = ActivationState.Activating;
            isStarting = true;
            return Turn.Activate;
        }

        if (state == ActivationState.Deactivating && mailbox.IsIdle && !isStarting)
        {
            state = ActivationState.Closing;
            return Turn.Deactivate;
        }

        return !mailbox.TryTake(state == ActivationState.Valid, grainClass.IsReentrant, out continuation, out call) ? Turn.None
            : call is null ? Turn.Continuation
            : Turn.Call;
    }

    private static Request? Run(Request call)
    {
        if (!ReferenceEquals(RequestContext.Current, call.Context))
            RequestContext.Current = call.Context;

        return call.Start() ? call : null;
    }

    private void Finish(Request? request)
    {
        if (request is not null)
        {
            mailbox.Finish(request);
            request.OnLeft();
            if (request.KeepsAlive)
                lastUsed = Silo.Deadlines.Now;
        }
    }
}

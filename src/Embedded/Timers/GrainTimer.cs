using System.Diagnostics.CodeAnalysis;

namespace Orleans.Embedded;

/// <summary>A timer whose tick is a call of the grain on itself, queued like any other.</summary>
[SuppressMessage("Usage", "CA2213", Justification = "A tick may still hold the token; a source without a timer holds nothing.")]
internal sealed class GrainTimer<T>(
    Activation owner, Func<T, CancellationToken, Task> callback, T state, GrainTimerCreationOptions options)
    : TaskRequest<Done>(options.Interleave ? CallInfo.InterleavingTimer : CallInfo.Timer), IGrainTimer
{
    private static readonly TimeSpan Never = System.Threading.Timeout.InfiniteTimeSpan;
    private readonly CancellationTokenSource stop = new();
    private ITimer? timer;
    private TimeSpan dueTime;
    private TimeSpan period;
    private bool isChanged;
    private int isFiring;

    public override bool IsLocal => true;
    public override bool KeepsAlive => options.KeepAlive;

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Check(dueTime, nameof(dueTime));
        Check(period, nameof(period));
        (this.dueTime, this.period, isChanged) = (dueTime, period, true);

        // During a tick the change waits for its end, so that a tick never overlaps the next.
        if (Volatile.Read(ref isFiring) == 0)
            Arm(dueTime);
    }

    public void Dispose()
    {
        stop.Cancel();
        timer?.Dispose();
        owner.Extras.Remove(this);
    }

    /// <summary>Only now can the timer fire again: a tick that is still in the mailbox cannot be put there twice.</summary>
    public override void OnLeft()
    {
        Volatile.Write(ref isFiring, 0);
        if (!stop.IsCancellationRequested)
            Arm(isChanged ? dueTime : period);
    }

    protected override Task Call(object grain)
    {
        isChanged = false;
        return stop.IsCancellationRequested ? Task.CompletedTask : callback(state, stop.Token);
    }

    private static void Check(TimeSpan span, string name)
    {
        var milliseconds = (long)span.TotalMilliseconds;
        ArgumentOutOfRangeException.ThrowIfLessThan(milliseconds, -1, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(milliseconds, 0xfffffffe, name);
    }

    private void Arm(TimeSpan span)
    {
        if (timer is not null)
        {
            timer.Change(span, Never);
            return;
        }

        // The request context of whoever makes the timer is not the ticks'.
        using var flow = ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow();
        timer = owner.Silo.Time.CreateTimer(static me => ((GrainTimer<T>)me!).Fire(), this, span, Never);
    }

    private void Fire()
    {
        // A change that came just now may have the timer fire twice: the tick is in the mailbox once.
        if (Interlocked.Exchange(ref isFiring, 1) == 0)
            owner.TryReceive(this);
    }

}

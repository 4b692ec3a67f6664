namespace Orleans.Embedded;

/// <summary>A silo's coarse clock, and the end of calls that nobody answers in time.</summary>
/// <remarks>
/// A call costs nothing here: its activation, which has the call in its mailbox anyway, is put on a list when it has any
/// call to watch, and one timer goes through that list. A deadline is met late by up to two periods, never early.
/// </remarks>
internal sealed class Deadlines : IDisposable
{
    private readonly TimeProvider time;
    private readonly long period;
    private readonly ITimer timer;
    private readonly Lock gate = new();
    private List<Activation> watched = [];
    private List<Activation> spare = [];
    private long now;
    private volatile bool isTicking;
    private bool isDisposed;

    public Deadlines(TimeProvider time, TimeSpan shortestTimeout)
    {
        this.time = time;
        period = (long)Math.Clamp(shortestTimeout.TotalMilliseconds / 10, 10, 1000);
        timer = time.CreateTimer(static me => ((Deadlines)me!).Sweep(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Milliseconds, exact to a period while calls are under way; all silos count from the same moment.</summary>
    public long Now => isTicking ? Volatile.Read(ref now) : Read();

    /// <summary>The exact time.</summary>
    public long Read()
    {
        var exact = (long)time.GetElapsedTime(0).TotalMilliseconds + 1;
        Volatile.Write(ref now, exact);
        return exact;
    }

    public long After(TimeSpan timeout) =>
        timeout == Timeout.InfiniteTimeSpan ? long.MaxValue : Now + (long)timeout.TotalMilliseconds + period;

    public void Watch(Activation activation)
    {
        lock (gate)
        {
            watched.Add(activation);
            if (isTicking || isDisposed)
                return;

            isTicking = true;
            timer.Change(TimeSpan.FromMilliseconds(period), Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        lock (gate)
            isDisposed = true;

        timer.Dispose();
    }

    private void Sweep()
    {
        var current = Read();
        List<Activation> batch;
        lock (gate)
            (batch, watched) = (watched, spare);

        batch.RemoveAll(activation => !activation.Expire(current));
        lock (gate)
        {
            watched.AddRange(batch);
            batch.Clear();
            spare = batch;
            isTicking = watched.Count > 0 && !isDisposed;
            if (isTicking)
                timer.Change(TimeSpan.FromMilliseconds(period), Timeout.InfiniteTimeSpan);
        }
    }
}

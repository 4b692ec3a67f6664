namespace Orleans.Engine.Tests.Embedded;

/// <summary>A clock that stands still until it is told to move to its next timer.</summary>
internal sealed class VirtualTime : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly List<VirtualTimer> timers = [];
    private TimeSpan now;
    private long order;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public TimeSpan Now => now;

    public override DateTimeOffset GetUtcNow() => Start + now;

    public override long GetTimestamp() => now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    public bool AdvanceToNextTimer()
    {
        if (timers.MinBy(t => (t.DueAt, t.Order)) is not { } next)
        {
            return false;
        }

        now = next.DueAt;
        timers.Remove(next);
        next.Fire();
        return true;
    }

    private sealed class VirtualTimer(VirtualTime time, Action callback) : ITimer
    {
        private TimeSpan period;
        private bool isDisposed;

        public TimeSpan DueAt { get; private set; }

        public long Order { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            time.timers.Remove(this);
            this.period = period;
            if (dueTime != Timeout.InfiniteTimeSpan && !isDisposed)
            {
                (DueAt, Order) = (time.now + dueTime, time.order++);
                time.timers.Add(this);
            }

            return !isDisposed;
        }

        public void Fire()
        {
            if (period > TimeSpan.Zero)
            {
                Change(period, period);
            }

            callback();
        }

        public void Dispose()
        {
            isDisposed = true;
            time.timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}

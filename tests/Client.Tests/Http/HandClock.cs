namespace Client.Tests;

/// <summary>A clock whose timers fire at once when they are due within its patience, and never otherwise: pauses pass without sleeping.</summary>
internal sealed class HandClock(TimeSpan patience) : TimeProvider
{
    private readonly Lock _lock = new();
    private TimeSpan _passed;

    /// <summary>The pauses that were made, in order.</summary>
    public List<TimeSpan> Pauses { get; } = [];

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        lock (_lock)
            return _passed.Ticks;
    }

    public override DateTimeOffset GetUtcNow() => Samples.Now + TimeSpan.FromTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime >= TimeSpan.Zero && dueTime <= patience)
        {
            lock (_lock)
            {
                Pauses.Add(dueTime);
                _passed += dueTime;
            }
            ThreadPool.QueueUserWorkItem(_ => callback(state));
        }
        return new Still();
    }

    private sealed class Still : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

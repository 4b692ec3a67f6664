namespace Muster.Grains.Tests;

/// <summary>The machine's clock, whose wall time can be set. Its monotonic time goes on as it is.</summary>
internal sealed class WallClock : TimeProvider
{
    private long _ahead;

    /// <summary>How far it is from the machine's.</summary>
    public TimeSpan Ahead
    {
        get => TimeSpan.FromTicks(Volatile.Read(ref _ahead));
        set => Volatile.Write(ref _ahead, value.Ticks);
    }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
}

using Orleans.Runtime;

namespace Orleans.Engine.Tests;

public interface ITimerGrain : IGrainWithStringKey
{
    Task StartSlow(string name);

    Task StartAndHold(string name, bool interleave);

    Task StartFailing(string name);

    Task StartOnceThenChange(string name);

    Task StartAndStop(string name);

    Task StartThenDeactivate(string name);
}

public sealed class TimerGrain : Grain, ITimerGrain
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(20);
    private int inside;
    private int ticks;

    public Task StartSlow(string name)
    {
        this.RegisterGrainTimer(
            async () =>
            {
                Signals.Note(name, $"{Interlocked.Increment(ref inside)}");
                await Task.Delay(60);
                Interlocked.Decrement(ref inside);
                if (++ticks == 3)
                {
                    Signals.Set(name);
                }
            },
            TimeSpan.Zero,
            Soon);
        return Task.CompletedTask;
    }

    public async Task StartAndHold(string name, bool interleave)
    {
        this.RegisterGrainTimer(
            static (name, _) =>
            {
                Signals.Note(name, "tick");
                Signals.Set($"tick {name}");
                return Task.CompletedTask;
            },
            name,
            new() { DueTime = TimeSpan.Zero, Period = Timeout.InfiniteTimeSpan, Interleave = interleave });
        if (interleave)
        {
            await Signals.WaitAsync($"tick {name}");
        }
        else
        {
            await Task.Delay(100);
        }

        Signals.Note(name, "held");
    }

    public Task StartFailing(string name)
    {
        this.RegisterGrainTimer(
            () =>
            {
                if (++ticks == 3)
                {
                    Signals.Set(name);
                }

                throw new InvalidOperationException("the timer goes on");
            },
            Soon,
            Soon);
        return Task.CompletedTask;
    }

    public Task StartOnceThenChange(string name)
    {
        IGrainTimer? timer = null;
        timer = this.RegisterGrainTimer(
            () =>
            {
                Signals.Note(name, "tick");
                if (++ticks == 1)
                {
                    timer!.Change(Soon, Timeout.InfiniteTimeSpan);
                }
                else
                {
                    Signals.Set(name);
                }

                return Task.CompletedTask;
            },
            new GrainTimerCreationOptions(Soon, Timeout.InfiniteTimeSpan));
        return Task.CompletedTask;
    }

    public Task StartAndStop(string name)
    {
        this.RegisterGrainTimer(() => Note(name), Soon, Soon).Dispose();
        this.RegisterGrainTimer(() => Done(name), 5 * Soon, Timeout.InfiniteTimeSpan);
        return Task.CompletedTask;
    }

    public Task StartThenDeactivate(string name)
    {
        this.RegisterGrainTimer(() => Note(name), Soon, Soon);
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        Done($"deactivated {this.GetPrimaryKeyString()}");

    private static Task Note(string name)
    {
        Signals.Note(name, "tick");
        return Task.CompletedTask;
    }

    private static Task Done(string name)
    {
        Signals.Set(name);
        return Task.CompletedTask;
    }
}

public sealed class TimerTests(SharedCluster cluster)
{
    private readonly string key = Signals.NewKey();

    private ITimerGrain Grain => cluster.Client.GetGrain<ITimerGrain>(key);

    [Fact]
    public async Task Timer_SlowerThanItsPeriod_NeverOverlapsItself()
    {
        await Grain.StartSlow(key);
        await Signals.WaitAsync(key);
        Assert.All(Signals.Notes(key), inside => Assert.Equal("1", inside));
    }

    [Fact]
    public async Task Timer_OfBusyGrain_WaitsForItsTurn()
    {
        await Grain.StartAndHold(key, interleave: false);
        await Signals.WaitAsync($"tick {key}");
        Assert.Equal(["held", "tick"], Signals.Notes(key));
    }

    [Fact]
    public async Task InterleavingTimer_OfBusyGrain_RunsAtOnce()
    {
        await Grain.StartAndHold(key, interleave: true);
        Assert.Equal(["tick", "held"], Signals.Notes(key));
    }

    [Fact]
    public async Task Timer_ThatThrows_GoesOn()
    {
        await Grain.StartFailing(key);
        await Signals.WaitAsync(key);
    }

    [Fact]
    public async Task Change_InsideATick_TakesEffectAfterIt()
    {
        await Grain.StartOnceThenChange(key);
        await Signals.WaitAsync(key);
        Assert.Equal(["tick", "tick"], Signals.Notes(key));
    }

    [Fact]
    public async Task Dispose_OfTimer_StopsIt()
    {
        await Grain.StartAndStop(key);
        await Signals.WaitAsync(key);
        Assert.Empty(Signals.Notes(key));
    }

    [Fact]
    public async Task Timer_OfEndedActivation_TicksNoMore()
    {
        await Grain.StartThenDeactivate(key);
        await Signals.WaitAsync($"deactivated {key}");
        var ticks = Signals.Notes(key).Length;
        await cluster.Client.GetGrain<ITimerGrain>($"{key}-other").StartAndStop($"{key}-other");
        await Signals.WaitAsync($"{key}-other");
        Assert.Equal(ticks, Signals.Notes(key).Length);
    }
}

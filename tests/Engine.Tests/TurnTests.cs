using Orleans.Concurrency;

namespace Orleans.Engine.Tests;

public interface ITurnGrain : IGrainWithStringKey
{
    Task<string> Hold(string signal);

    [ReadOnly]
    Task<string> Read(string signal);

    [AlwaysInterleave]
    Task<string> Peek(string signal);

    [ResponseTimeout("00:00:02")]
    Task CallOther(string other);

    Task CallBack(string other);

    Task<bool> StaysOnItsScheduler();
}

public interface IReentrantGrain : IGrainWithStringKey
{
    Task<string> Hold(string signal);

    Task<int> Overlaps(int rounds);
}

/// <summary>Each call says that it is in, waits for its signal and says that it is out.</summary>
public sealed class TurnGrain : Grain, ITurnGrain
{
    public Task<string> Hold(string signal) => Step(this, signal);

    public Task<string> Read(string signal) => Step(this, signal);

    public Task<string> Peek(string signal) => Step(this, signal);

    public Task CallOther(string other) => GrainFactory.GetGrain<ITurnGrain>(other).CallBack(this.GetPrimaryKeyString());

    public Task CallBack(string other) => GrainFactory.GetGrain<ITurnGrain>(other).Hold($"{Signals.NewKey()}-never");

    public async Task<bool> StaysOnItsScheduler()
    {
        var own = TaskScheduler.Current;
        var stays = own != TaskScheduler.Default;
        await Task.Yield();
        stays &= TaskScheduler.Current == own;
        await Task.Run(() => Thread.Sleep(1));
        stays &= TaskScheduler.Current == own;
        var outside = new TaskCompletionSource();
        ThreadPool.QueueUserWorkItem(_ => outside.SetResult());
        await outside.Task;
        stays &= TaskScheduler.Current == own;
        await Task.WhenAll(Task.Delay(1), Task.Run(() => Thread.Sleep(1)));
        stays &= TaskScheduler.Current == own;
        await Task.Factory.StartNew(
            () => stays &= TaskScheduler.Current == own, CancellationToken.None, TaskCreationOptions.None, TaskScheduler.Current);
        return stays;
    }

    internal static async Task<string> Step(Grain grain, string signal)
    {
        var key = grain.GetPrimaryKeyString();
        Signals.Note(key, $"in {signal.Split('-')[^1]}");
        Signals.Set($"in {signal}");
        await Signals.WaitAsync(signal);
        Signals.Note(key, $"out {signal.Split('-')[^1]}");
        return signal;
    }
}

[Reentrant]
public sealed class ReentrantGrain : Grain, IReentrantGrain
{
    private int inside;
    private int overlaps;

    public Task<string> Hold(string signal) => TurnGrain.Step(this, signal);

    public async Task<int> Overlaps(int rounds)
    {
        for (var i = 0; i < rounds; i++)
        {
            overlaps += Interlocked.Increment(ref inside) - 1;
            Thread.SpinWait(50);
            Interlocked.Decrement(ref inside);
            await Task.Yield();
        }

        return overlaps;
    }
}

public sealed class TurnTests(SharedCluster cluster)
{
    private readonly string key = Signals.NewKey();

    [Fact]
    public async Task Call_OfBusyGrain_WaitsForItsTurn()
    {
        var grain = cluster.Client.GetGrain<ITurnGrain>(key);
        var first = grain.Hold($"{key}-a");
        await Signals.WaitAsync($"in {key}-a");
        var second = grain.Hold($"{key}-b");
        Signals.Set($"{key}-b");
        await Task.WhenAny(second, AfterAnotherGrainRan());
        Assert.False(second.IsCompleted);
        Signals.Set($"{key}-a");
        await Task.WhenAll(first, second);
        Assert.Equal(["in a", "out a", "in b", "out b"], Signals.Notes(key));
    }

    [Fact]
    public async Task Turns_OfManyInterleavedCalls_NeverOverlap()
    {
        var grain = cluster.Client.GetGrain<IReentrantGrain>(key);
        var overlaps = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => grain.Overlaps(50))));
        Assert.Equal(0, overlaps.Max());
    }

    [Fact]
    public async Task Call_OfReentrantGrain_Interleaves()
    {
        var grain = cluster.Client.GetGrain<IReentrantGrain>(key);
        var first = grain.Hold($"{key}-a");
        var second = grain.Hold($"{key}-b");
        await Signals.WaitAsync($"in {key}-b");
        Signals.Set($"{key}-b");
        await second;
        Assert.False(first.IsCompleted);
        Signals.Set($"{key}-a");
        await first;
    }

    [Fact]
    public async Task ReadOnlyCalls_OfOneGrain_Interleave()
    {
        var grain = cluster.Client.GetGrain<ITurnGrain>(key);
        var first = grain.Read($"{key}-a");
        var second = grain.Read($"{key}-b");
        await Task.WhenAll(Signals.WaitAsync($"in {key}-a"), Signals.WaitAsync($"in {key}-b"));
        Signals.Set($"{key}-a");
        Signals.Set($"{key}-b");
        await Task.WhenAll(first, second);
    }

    [Fact]
    public async Task ReadOnlyCall_BesideOneThatWrites_Waits()
    {
        var grain = cluster.Client.GetGrain<ITurnGrain>(key);
        var write = grain.Hold($"{key}-w");
        await Signals.WaitAsync($"in {key}-w");
        var read = grain.Read($"{key}-r");
        Signals.Set($"{key}-r");
        await Task.WhenAny(read, AfterAnotherGrainRan());
        Assert.False(read.IsCompleted);
        Signals.Set($"{key}-w");
        await Task.WhenAll(write, read);
        Assert.Equal(["in w", "out w", "in r", "out r"], Signals.Notes(key));
    }

    [Fact]
    public async Task WritingCall_BesideReadOnlyOne_Waits()
    {
        var grain = cluster.Client.GetGrain<ITurnGrain>(key);
        var read = grain.Read($"{key}-r");
        await Signals.WaitAsync($"in {key}-r");
        var write = grain.Hold($"{key}-w");
        Signals.Set($"{key}-w");
        await Task.WhenAny(write, AfterAnotherGrainRan());
        Assert.False(write.IsCompleted);
        Signals.Set($"{key}-r");
        await Task.WhenAll(write, read);
        Assert.Equal(["in r", "out r", "in w", "out w"], Signals.Notes(key));
    }

    [Fact]
    public async Task AlwaysInterleaveCall_OfBusyGrain_RunsAtOnce()
    {
        var grain = cluster.Client.GetGrain<ITurnGrain>(key);
        var write = grain.Hold($"{key}-w");
        await Signals.WaitAsync($"in {key}-w");
        Signals.Set($"{key}-p");
        await grain.Peek($"{key}-p");
        Assert.False(write.IsCompleted);
        Signals.Set($"{key}-w");
        await write;
    }

    [Fact]
    public async Task Call_BesideAlwaysInterleaveOne_RunsAtOnce()
    {
        var grain = cluster.Client.GetGrain<ITurnGrain>(key);
        var peek = grain.Peek($"{key}-p");
        await Signals.WaitAsync($"in {key}-p");
        Signals.Set($"{key}-w");
        await grain.Hold($"{key}-w");
        Signals.Set($"{key}-p");
        await peek;
    }

    [Fact]
    public async Task Call_InACycle_TimesOut() =>
        await Assert.ThrowsAsync<TimeoutException>(() => cluster.Client.GetGrain<ITurnGrain>(key).CallOther(Signals.NewKey()));

    [Fact]
    public async Task Continuation_AfterAnyAwait_StaysOnTheGrainsScheduler() =>
        Assert.True(await cluster.Client.GetGrain<ITurnGrain>(key).StaysOnItsScheduler());

    /// <summary>A whole call elsewhere: what would run beside it has had its chance.</summary>
    private Task<string> AfterAnotherGrainRan()
    {
        var other = Signals.NewKey();
        Signals.Set(other);
        return cluster.Client.GetGrain<ITurnGrain>(other).Hold(other);
    }
}

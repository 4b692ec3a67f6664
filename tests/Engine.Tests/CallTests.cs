using Orleans.Concurrency;

namespace Orleans.Engine.Tests;

public interface ICallGrain : IGrainWithStringKey
{
    [ResponseTimeout("00:00:01")]
    Task HoldPastTimeout(string signal);

    Task Hold(string signal);

    [OneWay]
    Task Post(string signal);

    [OneWay]
    Task PostAndThrow(string signal);

    Task Throw(string text);

    ValueTask ThrowLater(string text);

    Task<int> Cancellable(string signal, CancellationToken cancellationToken);

    ValueTask<int> Add(int left, int right);

    ValueTask Nothing();

    Task<string?> Echo(string? text);

    Task<Order> Double(Order order);

    Task<string> Via(ICallGrain other);

    Task<string> Key();

    Task<ICallGrain> Self();
}

public interface IWorkerGrain : IGrainWithStringKey
{
    Task Meet(string mine, string others);
}

[GenerateSerializer]
[Immutable]
[Alias("engine.order")]
public sealed record Order
{
    [Id(0)]
    public required string Name { get; init; }

    [Id(1)]
    public int Count { get; init; }
}

[GenerateSerializer]
[Alias("engine.refusal")]
public sealed class RefusalException(string message, int code) : Exception(message)
{
    [Id(0)]
    public int Code { get; } = code;
}

public sealed class CallGrain : Grain, ICallGrain
{
    public Task HoldPastTimeout(string signal) => Hold(signal);

    public async Task Hold(string signal)
    {
        Signals.Set($"in {signal}");
        await Signals.WaitAsync(signal);
        Signals.Set($"out {signal}");
    }

    public Task Post(string signal) => Hold(signal);

    public Task PostAndThrow(string signal)
    {
        Signals.Set($"in {signal}");
        throw new InvalidOperationException("nobody hears this");
    }

    public Task Throw(string text) => throw new RefusalException(text, 42);

    public async ValueTask ThrowLater(string text)
    {
        await Task.Yield();
        throw new RefusalException(text, 43);
    }

    public async Task<int> Cancellable(string signal, CancellationToken cancellationToken)
    {
        var home = TaskScheduler.Current;
        using var registration = cancellationToken.Register(
            () => Signals.Set($"cancelled {signal}", (TaskScheduler.Current == home).ToString()));
        Signals.Set($"in {signal}");
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return 0;
    }

    public ValueTask<int> Add(int left, int right) => new(left + right);

    public ValueTask Nothing() => default;

    public Task<string?> Echo(string? text) => Task.FromResult(text);

    public Task<Order> Double(Order order) => Task.FromResult(order with { Count = 2 * order.Count });

    public Task<string> Via(ICallGrain other) => other.Key();

    public Task<string> Key() => Task.FromResult(this.GetPrimaryKeyString());

    public Task<ICallGrain> Self() => Task.FromResult(this.AsReference<ICallGrain>());
}

[StatelessWorker(4)]
public sealed class WorkerGrain : Grain, IWorkerGrain
{
    public async Task Meet(string mine, string others)
    {
        Signals.Set(mine);
        await Signals.WaitAsync(others);
    }
}

public sealed class CallTests(SharedCluster cluster)
{
    private readonly string key = Signals.NewKey();

    private ICallGrain Grain => cluster.Client.GetGrain<ICallGrain>(key);

    [Fact]
    public async Task Call_PastItsResponseTimeout_ThrowsTimeoutException()
    {
        await Assert.ThrowsAsync<TimeoutException>(() => Grain.HoldPastTimeout(key));
        Signals.Set(key);
        await Signals.WaitAsync($"out {key}");
        Assert.Equal(key, await Grain.Key());
    }

    [Fact]
    public async Task OneWayCall_OfSlowMethod_DoesNotWait()
    {
        await Grain.Post(key);
        await Signals.WaitAsync($"in {key}");
        Assert.False(Signals.IsSet($"out {key}"));
        Signals.Set(key);
        await Signals.WaitAsync($"out {key}");
    }

    [Fact]
    public async Task OneWayCall_ThatThrows_IsNotHeard()
    {
        await Grain.PostAndThrow(key);
        await Signals.WaitAsync($"in {key}");
        Assert.Equal(key, await Grain.Key());
    }

    [Fact]
    public async Task Call_ThatThrows_ThrowsTheSameTypeMessageAndData()
    {
        var error = await Assert.ThrowsAsync<RefusalException>(() => Grain.Throw("no"));
        Assert.Equal(("no", 42), (error.Message, error.Code));
        error = await Assert.ThrowsAsync<RefusalException>(() => Grain.ThrowLater("never").AsTask());
        Assert.Equal(("never", 43), (error.Message, error.Code));
    }

    [Fact]
    public async Task Call_CancelledByItsCaller_CancelsTheCalleeOnItsScheduler()
    {
        using var source = new CancellationTokenSource();
        var call = Grain.Cancellable(key, source.Token);
        await Signals.WaitAsync($"in {key}");
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal("True", await Signals.WaitAsync($"cancelled {key}"));
        Assert.Equal(key, await Grain.Key());
    }

    [Fact]
    public async Task Call_WithTokenThatIsCancelled_IsNotMade()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Grain.Cancellable(key, new CancellationToken(true)));
        Assert.False(Signals.IsSet($"in {key}"));
    }

    [Fact]
    public async Task Call_OfEachShape_BringsItsArgumentsAndResult()
    {
        Assert.Equal(5, await Grain.Add(2, 3));
        await Grain.Nothing();
        Assert.Null(await Grain.Echo(null));
        Assert.Equal("text", await Grain.Echo("text"));
        var doubled = await Grain.Double(new Order { Name = "pods", Count = 4 });
        Assert.Equal(new Order { Name = "pods", Count = 8 }, doubled);
    }

    [Fact]
    public async Task Reference_AsArgument_CanBeCalled()
    {
        var other = cluster.Client.GetGrain<ICallGrain>($"{key}-other");
        Assert.Equal($"{key}-other", await Grain.Via(other));
    }

    [Fact]
    public async Task Reference_OfTheGrainItself_EqualsTheCallers()
    {
        var self = await Grain.Self();
        Assert.Equal(Grain, self);
        Assert.Equal(key, self.GetPrimaryKeyString());
        Assert.Equal(Grain.GetGrainId(), self.GetGrainId());
        Assert.Equal(key, await cluster.Client.GetGrain<ICallGrain>(self.GetGrainId()).Key());
    }

    [Fact]
    public async Task CallsOfStatelessWorker_ThatWaitForEachOther_RunBesideEachOther()
    {
        var worker = cluster.Client.GetGrain<IWorkerGrain>(key);
        await Task.WhenAll(worker.Meet($"{key}-a", $"{key}-b"), worker.Meet($"{key}-b", $"{key}-a"));
    }
}

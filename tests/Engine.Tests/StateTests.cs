using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Engine.Tests;

public interface IStateGrain : IGrainWithStringKey
{
    Task<int> Bump();

    Task<int> BumpOnlyInMemory();

    Task<bool> Exists();

    Task Clear();

    Task Deactivate();

    Task ThrowInconsistent();

    Task CatchInconsistent();

    Task<string> CallThrowing(string other);
}

[GenerateSerializer]
[Alias("engine.counter")]
public sealed class Counter
{
    [Id(0)]
    public int Value { get; set; }
}

public sealed class StateGrain(
    [PersistentState("counter", "memory")] IPersistentState<Counter> counter,
    [PersistentState("other")] IPersistentState<Counter> other) : Grain, IStateGrain
{
    private readonly string id = Signals.NewKey();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Signals.Note(this.GetPrimaryKeyString(), $"activated {counter.State.Value}");
        return Task.CompletedTask;
    }

    public async Task<int> Bump()
    {
        counter.State.Value++;
        await counter.WriteStateAsync();
        other.State.Value--;
        await other.WriteStateAsync();
        return counter.State.Value;
    }

    public Task<int> BumpOnlyInMemory() => Task.FromResult(++counter.State.Value);

    public Task<bool> Exists() => Task.FromResult(counter.RecordExists && other.RecordExists);

    public async Task Clear()
    {
        await counter.ClearStateAsync();
        await other.ClearStateAsync();
    }

    public Task Deactivate()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task ThrowInconsistent() => throw new InconsistentStateException($"stale {id}");

    public async Task CatchInconsistent()
    {
        try
        {
            await ThrowInconsistent();
        }
        catch (InconsistentStateException)
        {
            // Swallowed: the activation goes on.
        }
    }

    public async Task<string> CallThrowing(string other)
    {
        await GrainFactory.GetGrain<IStateGrain>(other).ThrowInconsistent();
        return "";
    }
}

public sealed class StateTests(SharedCluster cluster)
{
    private readonly string key = Signals.NewKey();

    private IStateGrain Grain => cluster.Client.GetGrain<IStateGrain>(key);

    [Fact]
    public async Task State_Written_IsReadBeforeTheNextActivation()
    {
        Assert.False(await Grain.Exists());
        Assert.Equal(1, await Grain.Bump());
        Assert.Equal(2, await Grain.Bump());
        Assert.Equal(3, await Grain.BumpOnlyInMemory());
        await Grain.Deactivate();
        Assert.True(await Grain.Exists());
        Assert.Equal(["activated 0", "activated 2"], Signals.Notes(key));
    }

    [Fact]
    public async Task State_Cleared_IsGone()
    {
        await Grain.Bump();
        await Grain.Clear();
        Assert.False(await Grain.Exists());
        Assert.Equal(1, await Grain.Bump());
    }

    [Fact]
    public async Task InconsistentStateException_ThatEscapes_EndsTheActivation()
    {
        await Grain.BumpOnlyInMemory();
        await Assert.ThrowsAsync<InconsistentStateException>(() => Grain.ThrowInconsistent());
        Assert.Equal(1, await Grain.BumpOnlyInMemory());
    }

    [Fact]
    public async Task InconsistentStateException_ThatIsCaught_EndsNothing()
    {
        await Grain.BumpOnlyInMemory();
        await Grain.CatchInconsistent();
        Assert.Equal(2, await Grain.BumpOnlyInMemory());
    }

    [Fact]
    public async Task InconsistentStateException_OfACallee_EndsTheCalleeAlone()
    {
        var other = cluster.Client.GetGrain<IStateGrain>($"{key}-other");
        await Grain.BumpOnlyInMemory();
        await other.BumpOnlyInMemory();
        await Assert.ThrowsAsync<InconsistentStateException>(() => Grain.CallThrowing($"{key}-other"));
        Assert.Equal(2, await Grain.BumpOnlyInMemory());
        Assert.Equal(1, await other.BumpOnlyInMemory());
    }
}

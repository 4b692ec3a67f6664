using Orleans.Runtime;

namespace Orleans.Engine.Tests;

public interface ILifeGrain : IGrainWithStringKey
{
    Task<int> Id();

    Task Deactivate();

    Task HoldThenDeactivate(string signal);

    Task<string> Hold(string signal);
}

public interface IShortLivedGrain : IGrainWithStringKey
{
    Task Touch();
}

public interface IFailingGrain : IGrainWithStringKey
{
    Task<int> Attempts();
}

public sealed class LifeGrain : Grain, ILifeGrain
{
    private static int ids;
    private readonly int id = Interlocked.Increment(ref ids);
    private bool isActive;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        isActive = true;
        Signals.Note(this.GetPrimaryKeyString(), "activated");
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        Signals.Note(key, $"deactivated {reason.ReasonCode}");
        Signals.Set($"deactivating {key}", reason.ReasonCode.ToString());
        if (key.EndsWith("slow", StringComparison.Ordinal))
        {
            await Signals.WaitAsync($"go {key}");
        }
    }

    public Task<int> Id() => Task.FromResult(isActive ? id : 0);

    public Task Deactivate()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public async Task HoldThenDeactivate(string signal)
    {
        DeactivateOnIdle();
        await Hold(signal);
        Signals.Note(this.GetPrimaryKeyString(), "held");
    }

    public async Task<string> Hold(string signal)
    {
        Signals.Set($"in {signal}");
        return await Signals.WaitAsync(signal);
    }
}

public sealed class ShortLivedGrain : Grain, IShortLivedGrain
{
    public Task Touch() => Task.CompletedTask;

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Signals.Set($"deactivating {this.GetPrimaryKeyString()}", reason.ReasonCode.ToString());
        return Task.CompletedTask;
    }
}

public sealed class FailingGrain : Grain, IFailingGrain
{
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Signals.Note(this.GetPrimaryKeyString(), "attempt");
        return Signals.Notes(this.GetPrimaryKeyString()).Length > 1
            ? Task.CompletedTask
            : throw new InvalidOperationException("not today");
    }

    public Task<int> Attempts() => Task.FromResult(Signals.Notes(this.GetPrimaryKeyString()).Length);
}

public sealed class ActivationTests(SharedCluster cluster)
{
    private readonly string key = Signals.NewKey();

    [Fact]
    public async Task FirstCall_OfGrain_ComesAfterItsActivation()
    {
        Assert.NotEqual(0, await cluster.Client.GetGrain<ILifeGrain>(key).Id());
        Assert.Equal(["activated"], Signals.Notes(key));
    }

    [Fact]
    public async Task NextCall_OfGrain_FindsTheSameActivation()
    {
        var grain = cluster.Client.GetGrain<ILifeGrain>(key);
        Assert.Equal(await grain.Id(), await cluster.Client.GetGrain<ILifeGrain>(key).Id());
    }

    [Fact]
    public async Task DeactivateOnIdle_AfterItsCall_EndsTheActivation()
    {
        var grain = cluster.Client.GetGrain<ILifeGrain>(key);
        var first = await grain.Id();
        await grain.Deactivate();
        Assert.Equal(nameof(DeactivationReasonCode.ApplicationRequested), await Signals.WaitAsync($"deactivating {key}"));
        Assert.NotEqual(first, await grain.Id());
        Assert.Equal(["activated", "deactivated ApplicationRequested", "activated"], Signals.Notes(key));
    }

    [Fact]
    public async Task DeactivateOnIdle_DuringACall_LetsTheCallEnd()
    {
        var grain = cluster.Client.GetGrain<ILifeGrain>(key);
        var call = grain.HoldThenDeactivate($"{key}-a");
        await Signals.WaitAsync($"in {key}-a");
        Signals.Set($"{key}-a");
        await call;
        await Signals.WaitAsync($"deactivating {key}");
        Assert.Equal(["activated", "held", "deactivated ApplicationRequested"], Signals.Notes(key));
    }

    [Fact]
    public async Task Call_DuringDeactivation_GoesToANewActivation()
    {
        var slow = $"{key}slow";
        var grain = cluster.Client.GetGrain<ILifeGrain>(slow);
        var first = await grain.Id();
        await grain.Deactivate();
        await Signals.WaitAsync($"deactivating {slow}");
        var late = grain.Id();
        Signals.Set($"go {slow}");
        Assert.NotEqual(first, await late);
    }

    [Fact]
    public async Task IdleActivation_PastItsAge_IsCollected()
    {
        await cluster.Client.GetGrain<IShortLivedGrain>(key).Touch();
        Assert.Equal(nameof(DeactivationReasonCode.ActivationIdle), await Signals.WaitAsync($"deactivating {key}"));
    }

    [Fact]
    public async Task OnActivateAsync_ThatThrows_FailsTheCallAndIsTriedAgain()
    {
        var grain = cluster.Client.GetGrain<IFailingGrain>(key);
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => grain.Attempts());
        Assert.Equal("not today", error.Message);
        Assert.Equal(2, await grain.Attempts());
    }
}

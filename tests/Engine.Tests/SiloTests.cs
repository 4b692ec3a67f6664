using Orleans.Runtime;
using Orleans.TestingHost;

namespace Orleans.Engine.Tests;

public interface IPlacedGrain : IGrainWithStringKey
{
    Task<string> Silo();

    Task<string> Hold(string signal);

    Task StartTimer(string name);

    Task<string> CallAndHold(string other, string signal);

    Task HoldThenBump(string signal, string other);

    Task<int> Bump();
}

public sealed class PlacedGrain(ILocalSiloDetails silo) : Grain, IPlacedGrain
{
    private int count;

    public Task<string> Silo() => Task.FromResult(silo.SiloAddress.ToString());

    public async Task<string> Hold(string signal)
    {
        Signals.Set($"in {signal}", silo.SiloAddress.ToString());
        return await Signals.WaitAsync(signal);
    }

    public Task StartTimer(string name)
    {
        this.RegisterGrainTimer(
            () =>
            {
                Signals.Note(name, "tick");
                Signals.Set($"tick {name}");
                return Task.CompletedTask;
            },
            TimeSpan.FromMilliseconds(10),
            TimeSpan.FromMilliseconds(10));
        return Task.CompletedTask;
    }

    public async Task<string> CallAndHold(string other, string signal)
    {
        try
        {
            return await GrainFactory.GetGrain<IPlacedGrain>(other).Hold(signal);
        }
        catch (SiloUnavailableException e)
        {
            return e.GetType().Name;
        }
    }

    public async Task HoldThenBump(string signal, string other)
    {
        await Hold(signal);
        Signals.Set($"bumped {signal}", $"{await GrainFactory.GetGrain<IPlacedGrain>(other).Bump()}");
    }

    public Task<int> Bump() => Task.FromResult(++count);

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Signals.Note(this.GetPrimaryKeyString(), $"deactivated {reason.ReasonCode}");
        return Task.CompletedTask;
    }
}

public sealed class SiloTests : IAsyncLifetime
{
    private readonly string key = Signals.NewKey();
    private readonly InProcessTestCluster cluster = SharedCluster.Configure(new InProcessTestClusterBuilder(2)).Build();

    public async ValueTask InitializeAsync() => await cluster.DeployAsync();

    public ValueTask DisposeAsync() => cluster.DisposeAsync();

    [Fact]
    public async Task Grain_OfAKilledSilo_ComesBackElsewhere()
    {
        var grain = cluster.Client.GetGrain<IPlacedGrain>(key);
        Assert.Equal(1, await grain.Bump());
        var silo = SiloOf(await grain.Silo());
        await cluster.KillSiloAsync(silo);
        await cluster.WaitForLivenessToStabilizeAsync(didKill: true);
        Assert.Equal(1, await grain.Bump());
        Assert.NotEqual(silo.SiloAddress.ToString(), await grain.Silo());
    }

    [Fact]
    public async Task RunningCall_OfAKilledSilo_FailsWithSiloUnavailable()
    {
        var callee = cluster.Client.GetGrain<IPlacedGrain>(key);
        var silo = await callee.Silo();
        var caller = callee;
        for (var i = 0; await caller.Silo() == silo; i++)
        {
            caller = cluster.Client.GetGrain<IPlacedGrain>($"{key}-{i}");
        }

        var call = caller.CallAndHold(key, $"{key}-hold");
        await Signals.WaitAsync($"in {key}-hold");
        await cluster.KillSiloAsync(SiloOf(silo));
        Assert.Equal(nameof(SiloUnavailableException), await call);
        Signals.Set($"{key}-hold");
    }

    [Fact]
    public async Task Timer_OfAKilledSilo_Stops()
    {
        var grain = cluster.Client.GetGrain<IPlacedGrain>(key);
        await grain.StartTimer(key);
        await Signals.WaitAsync($"tick {key}");
        await cluster.KillSiloAsync(SiloOf(await grain.Silo()));
        await cluster.WaitForLivenessToStabilizeAsync(didKill: true);
        var ticks = Signals.Notes(key).Length;
        var other = cluster.Client.GetGrain<IPlacedGrain>($"{key}-other");
        await other.StartTimer($"{key}-other");
        await Signals.WaitAsync($"tick {key}-other");
        Assert.Equal(ticks, Signals.Notes(key).Length);
    }

    [Fact]
    public async Task Grain_OfAStoppedSilo_IsDeactivatedAndComesBackElsewhere()
    {
        var grain = cluster.Client.GetGrain<IPlacedGrain>(key);
        var silo = SiloOf(await grain.Silo());
        await cluster.StopSiloAsync(silo);
        Assert.Equal(["deactivated ShuttingDown"], Signals.Notes(key));
        await cluster.WaitForLivenessToStabilizeAsync();
        Assert.NotEqual(silo.SiloAddress.ToString(), await grain.Silo());
    }

    [Fact]
    public async Task RestartSiloAsync_OfASilo_BringsItBackWithItsName()
    {
        var old = cluster.Silos[1];
        var silo = await cluster.RestartSiloAsync(old);
        Assert.Equal(old.Name, silo!.Name);
        Assert.NotEqual(old.SiloAddress, silo.SiloAddress);
        Assert.Equal(2, cluster.Silos.Count);
        await cluster.WaitForLivenessToStabilizeAsync();
        var third = await cluster.StartAdditionalSiloAsync();
        Assert.Contains(third, cluster.Silos);
        Assert.Equal(1, await cluster.Client.GetGrain<IPlacedGrain>(key).Bump());
    }

    [Fact]
    public async Task Grains_OfSeveralSilos_AreSpreadAndCounted()
    {
        var silos = new HashSet<string>();
        for (var i = 0; i < 64; i++)
        {
            silos.Add(await cluster.Client.GetGrain<IPlacedGrain>($"{key}-{i}").Silo());
        }

        Assert.Equal(2, silos.Count);
        var management = cluster.Client.GetGrain<IManagementGrain>(0);
        Assert.Equal(2, (await management.GetHosts(onlyActive: true)).Count(h => h.Value == SiloStatus.Active));
        Assert.True(await management.GetTotalActivationCount() >= 64);
        var simple = await management.GetSimpleGrainStatistics();
        Assert.True(simple.Where(s => s.GrainType.Contains(nameof(PlacedGrain), StringComparison.Ordinal)).Sum(s => s.ActivationCount) >= 64);
        var detailed = await management.GetDetailedGrainStatistics();
        Assert.Equal(64, detailed.Count(s => s.GrainId.Key.ToString()!.StartsWith(key, StringComparison.Ordinal)));
    }

    private InProcessSiloHandle SiloOf(string address) => cluster.Silos.Single(s => s.SiloAddress.ToString() == address);
}

using Orleans.Runtime;
using Orleans.TestingHost;

namespace Orleans.Engine.Tests.Embedded;

/// <summary>Kills as a process dies. (Orleans' own test cluster deactivates the grains of a silo that it kills.)</summary>
public sealed class KillTests : IAsyncLifetime
{
    private readonly string key = Signals.NewKey();
    private readonly InProcessTestCluster cluster = SharedCluster.Configure(new InProcessTestClusterBuilder(2)).Build();

    private IPlacedGrain Grain => cluster.Client.GetGrain<IPlacedGrain>(key);

    public async ValueTask InitializeAsync() => await cluster.DeployAsync();

    public ValueTask DisposeAsync() => cluster.DisposeAsync();

    [Fact]
    public async Task KillSiloAsync_OfABusySilo_FailsCallsAndDeactivatesNothing()
    {
        Task[] calls = [Grain.Hold(key), Grain.Hold(key)];
        await KillAsync(await Signals.WaitAsync($"in {key}"));
        foreach (var call in calls)
        {
            await Assert.ThrowsAsync<SiloUnavailableException>(() => call);
        }

        Assert.Equal(1, await Grain.Bump());
        Assert.Empty(Signals.Notes(key));
        Signals.Set(key);
    }

    [Fact]
    public async Task Zombie_OfAKilledSilo_StillMakesCalls()
    {
        var other = cluster.Client.GetGrain<IPlacedGrain>($"{key}-other");
        var call = Grain.HoldThenBump(key, $"{key}-other");
        await KillAsync(await Signals.WaitAsync($"in {key}"));
        await Assert.ThrowsAsync<SiloUnavailableException>(() => call);
        Assert.Equal(1, await other.Bump());
        Signals.Set(key);
        Assert.Equal("2", await Signals.WaitAsync($"bumped {key}"));
        Assert.Equal(3, await other.Bump());
    }

    private Task KillAsync(string address) => cluster.KillSiloAsync(cluster.Silos.Single(s => s.SiloAddress.ToString() == address));
}

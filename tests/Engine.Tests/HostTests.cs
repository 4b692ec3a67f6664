using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.TestingHost;

namespace Orleans.Engine.Tests;

public sealed class HostTests
{
    private readonly string key = Signals.NewKey();

    [Fact]
    public async Task UseOrleans_InOneHost_RunsGrainsUntilItStops()
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.UseOrleans(silo => silo.UseLocalhostClustering(21111, 31111));
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        var grain = host.Services.GetRequiredService<IGrainFactory>().GetGrain<IPlacedGrain>(key);
        Assert.Equal(1, await grain.Bump());
        Assert.Equal(2, await host.Services.GetRequiredService<IClusterClient>().GetGrain<IPlacedGrain>(key).Bump());
        Assert.Equal("default", host.Services.GetRequiredService<ILocalSiloDetails>().ClusterId);
        await host.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["deactivated ShuttingDown"], Signals.Notes(key));
    }

    [Fact]
    public async Task CancelRequestOnTimeout_OfASlowCall_CancelsTheCallee()
    {
        await using var cluster = new InProcessTestClusterBuilder(1)
            .ConfigureClient(client => client.Services.Configure<ClientMessagingOptions>(o =>
            {
                o.ResponseTimeout = TimeSpan.FromSeconds(1);
                o.CancelRequestOnTimeout = true;
            }))
            .Build();
        await cluster.DeployAsync();
        var grain = cluster.Client.GetGrain<ICallGrain>(key);
        await Assert.ThrowsAsync<TimeoutException>(() => grain.Cancellable(key, TestContext.Current.CancellationToken));
        Assert.Equal("True", await Signals.WaitAsync($"cancelled {key}"));
    }

    [Fact]
    public async Task Call_BeyondTheLimitOfWaitingCalls_IsRefused()
    {
        await using var cluster = new InProcessTestClusterBuilder(1)
            .ConfigureSilo((_, silo) => silo.Configure<SiloMessagingOptions>(o => o.MaxEnqueuedRequestsHardLimit = 1))
            .Build();
        await cluster.DeployAsync();
        var grain = cluster.Client.GetGrain<IPlacedGrain>(key);
        await grain.Bump();
        var running = grain.Hold(key);
        await Signals.WaitAsync($"in {key}");
        Task[] more = [grain.Hold(key), grain.Hold(key), grain.Hold(key)];
        var refused = await Task.WhenAny(more);
        await Assert.ThrowsAsync<LimitExceededException>(() => refused);
        Signals.Set(key);
        await running;
        Assert.Contains(more, call => !call.IsFaulted);
    }
}

using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.Configuration;
using Orleans.Embedded;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.TestingHost;

namespace Orleans.Engine.Tests.Embedded;

public interface ISimulatedGrain : IGrainWithStringKey
{
    Task<int> Pass(string log, int hops);

    Task Beat(string log);

    [ResponseTimeout("00:00:05")]
    Task<int> Bump();

    [OneWay]
    Task Post();

    Task<int> Count();

    Task Touch();
}

public sealed class SimulatedGrain(TimeProvider time) : Grain, ISimulatedGrain
{
    private int count;

    public async Task<int> Pass(string log, int hops)
    {
        Note(log, $"{this.GetPrimaryKeyString()} {hops}");
        if (hops == 0)
        {
            return 0;
        }

        await Task.Delay(TimeSpan.FromMilliseconds(hops), time);
        var next = GrainFactory.GetGrain<ISimulatedGrain>($"{(hops * 7) % 5}-{log}-{hops}");
        return 1 + await next.Pass(log, hops - 1);
    }

    public Task Beat(string log)
    {
        this.RegisterGrainTimer(
            () =>
            {
                Note(log, "beat");
                return Task.CompletedTask;
            },
            TimeSpan.FromSeconds(1),
            TimeSpan.FromSeconds(1));
        return Task.CompletedTask;
    }

    public Task<int> Bump() => Task.FromResult(++count);

    public Task Post()
    {
        count++;
        return Task.CompletedTask;
    }

    public Task<int> Count() => Task.FromResult(count);

    public Task Touch() => Task.CompletedTask;

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Note(this.GetPrimaryKeyString(), reason.ReasonCode.ToString());
        return Task.CompletedTask;
    }

    private void Note(string log, string line) => Signals.Note(log, $"{time.GetUtcNow():HH:mm:ss.fff} {line}");
}

public sealed class SimulationTests
{
    private readonly string key = Signals.NewKey();

    [Fact]
    public void Cluster_WithTheSameSeed_DoesTheSameTwice()
    {
        string[] Trace(int seed)
        {
            var log = Signals.NewKey();
            Simulate(seed, null, async (cluster, time) =>
            {
                var grain = (string name) => cluster.Client.GetGrain<ISimulatedGrain>(name);
                await grain("heart").Beat(log);
                var hops = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => grain($"start-{i}").Pass(log, 20)));
                Assert.All(hops, h => Assert.Equal(20, h));
                await Task.Delay(TimeSpan.FromMinutes(1), time);
            });
            return [.. Signals.Notes(log).Select(line => line.Replace(log, "", StringComparison.Ordinal))];
        }

        var first = Trace(1);
        Assert.True(first.Length > (8 * 21) + 60);
        Assert.Equal(first, Trace(1));
        Assert.NotEqual(first, Trace(2));
    }

    [Fact]
    public void IdleActivation_InVirtualTime_IsCollectedAtItsAge() => Simulate(1, null, async (cluster, time) =>
    {
        var begin = time.Now;
        await cluster.Client.GetGrain<ISimulatedGrain>(key).Touch();
        await Task.Delay(TimeSpan.FromMinutes(14), time);
        Assert.Empty(Signals.Notes(key));
        await Task.Delay(TimeSpan.FromMinutes(3), time);
        Assert.EndsWith(nameof(DeactivationReasonCode.ActivationIdle), Assert.Single(Signals.Notes(key)), StringComparison.Ordinal);
        Assert.True(time.Now - begin < TimeSpan.FromMinutes(18));
    });

    [Fact]
    public void DroppedRequest_OfACaller_TimesOut() => Simulate(1, new Fate(MessageVerdict.Drop), async (cluster, time) =>
    {
        var begin = time.Now;
        await Assert.ThrowsAsync<TimeoutException>(() => SiloGrain(cluster).Bump());
        Assert.InRange(time.Now - begin, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(7));
        await SiloGrain(cluster).Post();
        Assert.Equal(0, await SiloGrain(cluster).Count());
    });

    [Fact]
    public void DuplicatedRequest_OfACaller_RunsTwice() => Simulate(1, new Fate(MessageVerdict.Duplicate), async (cluster, _) =>
    {
        Assert.Equal(1, await SiloGrain(cluster).Bump());
        await SiloGrain(cluster).Post();
        Assert.Equal(4, await SiloGrain(cluster).Count());
    });

    [Fact]
    public void DelayedRequest_OfACaller_ArrivesLater()
    {
        var delay = TimeSpan.FromSeconds(3);
        Simulate(1, new Fate(MessageVerdict.Delay(delay)), async (cluster, time) =>
        {
            var begin = time.Now;
            Assert.Equal(1, await SiloGrain(cluster).Bump());
            Assert.Equal(delay, time.Now - begin);
        });
    }

    private ISimulatedGrain SiloGrain(InProcessTestCluster cluster) =>
        cluster.GetSiloServiceProvider().GetRequiredService<IGrainFactory>().GetGrain<ISimulatedGrain>(key);

    private static void Simulate(int seed, Fate? fate, Func<InProcessTestCluster, VirtualTime, Task> test)
    {
        var time = new VirtualTime();
        var turns = new ManualTurns(seed, time);
        var cluster = new InProcessTestClusterBuilder(2)
            .ConfigureHost(host => host.Services.AddSingleton<TimeProvider>(time))
            .ConfigureSilo((_, silo) => silo
                .Configure<GrainCollectionOptions>(o => o.CollectionQuantum = TimeSpan.FromMinutes(1))
                .ConfigureServices(services =>
                {
                    services.AddSingleton<ITurnScheduler>(turns);
                    if (fate is not null)
                    {
                        services.AddSingleton<IMessageInterceptor>(fate);
                    }
                }))
            .Build();
        turns.Run(async () =>
        {
            await cluster.DeployAsync();
            await test(cluster, time);
            await cluster.DisposeAsync();
        });
    }

    /// <summary>Does the same to each message but the counts.</summary>
    private sealed class Fate(MessageVerdict verdict) : IMessageInterceptor
    {
        public MessageVerdict Intercept(in MessageInfo message) =>
            message.MethodName == nameof(ISimulatedGrain.Count) ? MessageVerdict.Deliver : verdict;
    }
}

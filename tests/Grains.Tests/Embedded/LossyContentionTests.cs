using Microsoft.Extensions.DependencyInjection;
using Orleans.Embedded;

namespace Muster.Grains.Tests;

/// <summary>Contention over a network that loses, doubles and delays.</summary>
[Trait("Category", "Slow")]
public sealed class LossyContentionTests
{
    [Theory]
    [InlineData(31, false)]
    [InlineData(33, true)]
    [InlineData(34, true)]
    public async Task Messages_LostDoubledAndDelayed_HarmNothing(int seed, bool kill)
    {
        var network = new LossyNetwork(seed, drop: 0.012, duplicate: 0.05, delay: 0.10);
        var options = Crowd.Options(seed);
        await using var muster = await GrainCluster.StartAsync(new()
        {
            Silos = options.Silos, Seed = seed, Clusters = options.Clusters, Queues = options.Queues,
            ResponseTimeout = TimeSpan.FromSeconds(1),
            Services = services => services.AddSingleton<IMessageInterceptor>(network),
        });
        var random = new Random(seed);
        var submitting = Crowd.SubmitAsync(muster, seed, gangs: 40);
        for (var i = 0; kill && i < 4; i++)
        {
            var commits = muster.Audit.Commits + random.Next(2, 8);
            await Poll.UntilAsync($"{commits} gangs are committed, or all are in", () => Task.FromResult(muster.Audit.Commits),
                n => n >= commits || submitting.IsCompleted, context: muster.Tail);
            await muster.Silos.KillSiloAsync(muster.Silos.Silos[random.Next(muster.Silos.Silos.Count)]);
            await muster.Silos.StartAdditionalSiloAsync();
        }
        var jobs = await submitting;
        foreach (var job in jobs)
            await muster.EndAsync(job, TimeSpan.FromSeconds(60));
        network.CalmDown();
        TestContext.Current.TestOutputHelper?.WriteLine($"{network.Lost} lost, {network.Doubled} doubled, {network.Delayed} delayed");
        Assert.True(network is { Lost: > 15, Doubled: > 50, Delayed: > 100 });
        await Crowd.EndAsync(muster, jobs);
    }
}

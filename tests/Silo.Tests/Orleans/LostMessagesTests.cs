namespace Muster.Silo.Tests;

/// <summary>What is said to a silo's grains when it is dead already, and not voted out yet, reaches nobody.</summary>
[Trait("Category", "Slow")]
[Collection(nameof(Site))]
public sealed class LostMessagesTests
{
    private const int Gangs = 40;

    // Those of the narrow queue may have to wait.
    private const int Most = 30;
    private static readonly TimeSpan BetweenGangs = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Gangs_ThatEndWhileTheSiloOfTheirJobsIsDead_AreSeenToEndBecauseItIsGone()
    {
        // Not because clusters are compared with the ledger now and then.
        await using var site = await Site.StartAsync(new SiteOptions { Settings = ["--Muster:MemberClusters:ResyncInterval=01:00:00"] });
        site.Load.Duration = "20s";
        await site.Load.SubmitAsync(Gangs, BetweenGangs, TestContext.Current.CancellationToken);
        await Poll.UntilAsync(() => Task.FromResult(Running(site) >= Most ? null : $"{Running(site)} gangs run"), Patience, site.Silos.Outputs);
        var dead = await WithoutClusterAsync(site);
        await site.Silos.KillAsync(dead);
        await Poll.UntilAsync(() => Task.FromResult(Running(site) == 0 ? null : $"{Running(site)} gangs run still"), Patience, site.Silos.Outputs);
        await site.Silos.RestartAsync(dead);
        await site.CheckAsync();
    }

    private static int Running(Site site) => site.Nodes.ReadRuns().Where(static r => r.Started is not null && r.Ended is null && r.Job.Name != ForeignObjects.OtherJob).DistinctBy(static r => r.Job).Count();

    private static async Task<int> WithoutClusterAsync(Site site)
    {
        for (var i = 0; ; i++)
        {
            var text = await site.Load.Http.GetStringAsync(new Uri(site.Silos[i].Address, "metrics"), TestContext.Current.CancellationToken);
            if (SiloMetrics.Activations(text, "ClusterGrain") == 0)
                return i;
        }
    }
}

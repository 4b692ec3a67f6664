using System.Net;

namespace Muster.Silo.Tests;

/// <summary>Redis comes back without what it had answered: silos must not act on it.</summary>
[Trait("Category", "Slow")]
[Collection(nameof(Site))]
public sealed class LostStoreTests
{
    private const int MostGangs = 2_000;
    private static readonly TimeSpan BetweenGangs = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Observed = TimeSpan.FromSeconds(8);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ledger_WipedOrGoneBack_StopsTheSilosAndLeavesAllPodsAlone(bool wiped)
    {
        await using var site = await Site.StartAsync(new SiteOptions { TwoRedis = true });
        using var giveUp = new CancellationTokenSource();
        var load = await LoadAsync(site, giveUp.Token);
        var backup = new RedisBackup(site.Redis);
        await site.FlowsAsync();
        var begin = TimeProvider.System.GetUtcNow();
        if (wiped)
            site.Redis.Command("FLUSHALL");
        else
            backup.Restore();
        var answered = TimeProvider.System.GetUtcNow();

        for (var i = 0; i < site.Silos.Count; i++)
            await UnreadyAsync(site, i);
        var noticed = TimeProvider.System.GetUtcNow() - answered;
        await Pause.ForAsync(Promised);
        var before = await SitePods.ReadAsync(site);
        for (var i = 0; i < site.Silos.Count; i++)
            await RefusedAsync(site, i);
        await Pause.ForAsync(Observed);
        var after = await SitePods.ReadAsync(site);
        await giveUp.CancelAsync();
        await load;
        after.WereLeftAloneSince(before);
        Assert.Equal(GangLoad.Pods, after.CountOf("lasting"));
        await NothingElseAsync(site);
        var late = site.Nodes.ReadRuns().Count(r => r.Bound > answered + Promised);
        Site.Tell($"{before.Count} pods; the store was away for {(answered - begin).TotalSeconds:0.0} s, all silos knew {noticed.TotalSeconds:0.0} s after it answered, {late} pods were bound later than {Promised.TotalSeconds} s after that");
    }

    [Fact]
    public async Task Redis_WipedWithTheTableOfSilos_EndsThemAndLeavesAllPodsAlone()
    {
        await using var site = await Site.StartAsync();
        using var giveUp = new CancellationTokenSource();
        var load = await LoadAsync(site, giveUp.Token);
        await site.FlowsAsync();
        site.Redis.Command("FLUSHALL");
        var begin = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < site.Silos.Count; i++)
            Assert.NotEqual(0, await site.Silos[i].ExitAsync());
        var ended = TimeProvider.System.GetElapsedTime(begin);
        var before = await SitePods.ReadAsync(site);
        await giveUp.CancelAsync();
        await load;
        await NothingElseAsync(site);
        Assert.Equal(GangLoad.Pods, (await SitePods.ReadAsync(site)).CountOf("lasting"));
        Site.Tell($"{before.Count} pods; all silos had ended {ended.TotalSeconds:0.0} s after Redis was wiped");
    }

    // Gangs that wait, gangs that run for a while, and one that outlasts the test.
    private static async Task<Task> LoadAsync(Site site, CancellationToken giveUp)
    {
        using var response = await site.Load.SendAsync(site.Silos[0], "lasting", ApiSilo.Job("lasting", GangLoad.Pods, duration: "1h"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        site.Load.Duration = "3s";
        var load = site.Load.SubmitAsync(MostGangs, BetweenGangs, giveUp: giveUp);
        await site.FlowsAsync();
        await Poll.UntilAsync(() => Task.FromResult(site.Nodes.ReadRuns().Count(static r => r.Job.Name == "lasting" && r.Started is not null) == GangLoad.Pods ? null : "the lasting gang does not run"), Patience);
        return load;
    }

    private static Task<TimeSpan> UnreadyAsync(Site site, int silo) => UntilAsync(site, silo, async () =>
    {
        using var response = await site.Load.Http.GetAsync(new Uri(site.Silos[silo].Address, "healthz/ready"), TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return response.StatusCode == HttpStatusCode.ServiceUnavailable && (text.Contains("wiped", StringComparison.Ordinal) || text.Contains("gone back", StringComparison.Ordinal))
            ? null : $"silo {silo} says {response.StatusCode} {text}";
    });

    private static Task<TimeSpan> RefusedAsync(Site site, int silo) => UntilAsync(site, silo, async () =>
    {
        using var response = await site.Load.SendAsync(site.Silos[silo], $"late-{silo}", ApiSilo.Job($"late-{silo}"), TestContext.Current.CancellationToken);
        await ApiSilo.ProblemAsync(response, 503, "LedgerRolledBack");
        return null;
    });

    // One that has ended, as the others may have it on a busy machine, does nothing either. While it ends its connections break.
    private static Task<TimeSpan> UntilAsync(Site site, int silo, Func<Task<string?>> look) => Poll.UntilAsync(async () =>
    {
        if (site.Silos[silo].HasExited)
            return null;
        try
        {
            return await look();
        }
        catch (Exception broken) when (broken is HttpRequestException or TaskCanceledException && !TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            return $"silo {silo} neither answers nor ends: {broken.Message}";
        }
    }, Patience, site.Silos.Outputs);

    private static async Task NothingElseAsync(Site site)
    {
        var runs = site.Nodes.ReadRuns();
        Assert.Empty(RunLedger.NeverTwice(runs));
        Assert.Empty(RunLedger.PhysicalFit(runs.Concat(site.Nodes.ReadForeignRuns()), site.Nodes.Machines()));
        Assert.Empty(await site.Foreign.ChangedAsync());
    }
}

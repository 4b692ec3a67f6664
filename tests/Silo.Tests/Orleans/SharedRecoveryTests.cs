using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Json;
using Muster.Client;
using Muster.Contracts;

namespace Muster.Silo.Tests;

/// <summary>Three silos lose the ledger that they share while gangs run; one is asked to recover it, and all are started anew.</summary>
[Trait("Category", "Slow")]
[Collection(nameof(Site))]
public sealed class SharedRecoveryTests
{
    // As many as the narrow queue has quota for, and as many more without.
    private const int Narrow = 8;
    private const int Wide = 4;
    private const int Waiting = 3;
    private const int After = 12;
    // They end when they are told to.
    private const string Long = "1h";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Observed = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan GangWindow = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenGangs = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task Redis_WipedWithTheTableOfSilos_IsRecoveredByOneOfTheSilosThatAreStartedAgain()
    {
        await using var site = await Site.StartAsync();
        var running = await RunAsync(site);
        var waiting = await SubmitAsync(site, "waiting", Waiting, Site.NarrowQueue);
        site.Redis.Command("FLUSHALL");
        for (var i = 0; i < site.Silos.Count; i++)
            Assert.NotEqual(0, await site.Silos[i].ExitAsync());
        await site.Silos.StartAnewAsync();

        for (var i = 0; i < site.Silos.Count; i++)
            await StandsStillAsync(site, i, "wiped");
        await RefusedAsync(site);
        var report = await RecoverAsync(site, 1);
        Assert.Equal((Narrow + Wide, 0, 0), (report.Recreated, report.MovedForward, report.Unrecoverable));
        for (var i = 0; i < site.Silos.Count; i++)
            await StandsStillAsync(site, i, "");
        await site.Silos.StartAnewAsync();
        await GoesOnAsync(site, running, waiting);
    }

    [Fact]
    public async Task Ledger_GoneBackToACopyUnderThreeSilos_IsRecoveredByOneOfThem()
    {
        await using var site = await Site.StartAsync(new SiteOptions { TwoRedis = true });
        var known = await SubmitAsync(site, "known", Wide, "default");
        await RunningAsync(site, known);
        var backup = new RedisBackup(site.Redis);
        var since = await SubmitAsync(site, "since", Narrow, Site.NarrowQueue);
        await RunningAsync(site, since);
        var waiting = await SubmitAsync(site, "waiting", Waiting, Site.NarrowQueue);
        backup.Restore();

        for (var i = 0; i < site.Silos.Count; i++)
            await StandsStillAsync(site, i, "gone back");
        await RefusedAsync(site);
        var report = await RecoverAsync(site, 2);
        Assert.Equal((Narrow, 0), (report.Recreated, report.Unrecoverable));
        await site.Silos.StartAnewAsync();
        await GoesOnAsync(site, known.AddRange(since), waiting);
    }

    // The cluster's grain lives on that one, with all that it knew; or on one that is started anew.
    [Theory]
    [InlineData(2)]
    [InlineData(0)]
    public async Task Silo_NotStartedAnewAfterTheRecovery_DoesNothingAndSaysWhatToDo(int beside)
    {
        await using var site = await Site.StartAsync(new SiteOptions { TwoRedis = true, Beside = beside });
        var running = await RunAsync(site);
        site.Redis.Command("FLUSHALL");
        for (var i = 0; i < site.Silos.Count; i++)
            await StandsStillAsync(site, i, "wiped");
        await RecoverAsync(site, 0);
        await site.Silos.StartAnewAsync(0, 1);

        await StandsStillAsync(site, 2, "anew");
        var before = await SitePods.ReadAsync(site);
        await Pause.ForAsync(Observed);
        (await SitePods.ReadAsync(site)).WereLeftAloneSince(before);
        var late = await SubmitLateAsync(site, 2);
        await StandsStillAsync(site, 2, "anew");
        await site.Silos.StartAnewAsync(2);
        await GoesOnAsync(site, running.AddRange(late), []);
    }

    private static async Task<ImmutableDictionary<JobId, string>> RunAsync(Site site)
    {
        var running = (await SubmitAsync(site, "narrow", Narrow, Site.NarrowQueue)).AddRange(await SubmitAsync(site, "wide", Wide, "default"));
        await RunningAsync(site, running);
        return running;
    }

    private static async Task<ImmutableDictionary<JobId, string>> SubmitAsync(Site site, string name, int count, string queue)
    {
        var uids = ImmutableDictionary.CreateBuilder<JobId, string>();
        for (var i = 0; i < count; i++)
        {
            var token = $"{name}-{i}";
            var job = await site.AskAsync(async silo =>
            {
                using var response = await site.Load.SendAsync(silo, token, ApiSilo.Job(token, GangLoad.Pods, duration: Long, queue: queue), TestContext.Current.CancellationToken);
                response.EnsureSuccessStatusCode();
                return (await response.Content.ReadFromJsonAsync(MusterJson.Default.Job, TestContext.Current.CancellationToken))!;
            });
            uids[job.Id] = job.Metadata.Uid;
        }
        return uids.ToImmutable();
    }

    private static Task<TimeSpan> RunningAsync(Site site, ImmutableDictionary<JobId, string> jobs) => Poll.UntilAsync(() =>
    {
        var pods = site.Nodes.ReadRuns().Count(r => r.Started is not null && jobs.ContainsKey(r.Job));
        return Task.FromResult(pods == jobs.Count * GangLoad.Pods ? null : $"{pods} pods of {jobs.Count} gangs run");
    }, Patience, site.Silos.Outputs);

    private static Task<TimeSpan> StandsStillAsync(Site site, int silo, string why) => Poll.UntilAsync(async () =>
    {
        using var response = await site.Load.Http.GetAsync(new Uri(site.Silos[silo].Address, "healthz/ready"), TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return response.StatusCode == HttpStatusCode.ServiceUnavailable && text.StartsWith("ledger: The ledger", StringComparison.Ordinal) && text.Contains(why, StringComparison.Ordinal)
            ? null : $"silo {silo} says {response.StatusCode} {text}";
    }, Patience, site.Silos.Outputs);

    // Its door leads to wherever the job's grain is: a silo that was started anew may take it, this one records nothing.
    private static async Task<ImmutableDictionary<JobId, string>> SubmitLateAsync(Site site, int silo)
    {
        using var response = await site.Load.SendAsync(site.Silos[silo], "late", ApiSilo.Job("late", GangLoad.Pods), TestContext.Current.CancellationToken);
        if (!response.IsSuccessStatusCode)
            await ApiSilo.ProblemAsync(response, 503, "LedgerRolledBack");
        return (await GangLoad.FindAsync(site.Silos[0])).Where(static j => j.Key.Name == "late").ToImmutableDictionary(static j => j.Key, static j => j.Value.Metadata.Uid);
    }

    private static async Task RefusedAsync(Site site)
    {
        for (var silo = 0; silo < site.Silos.Count; silo++)
        {
            using var response = await site.Load.SendAsync(site.Silos[silo], $"late-{silo}", ApiSilo.Job($"late-{silo}"), TestContext.Current.CancellationToken);
            await ApiSilo.ProblemAsync(response, 503, "LedgerRolledBack");
        }
    }

    private static async Task<RecoveryReport> RecoverAsync(Site site, int silo)
    {
        using var client = new MusterClient(new MusterClientOptions { Address = site.Silos[silo].Address, Retry = RetryOptions.None, Timeout = Patience });
        var report = await client.RecoverAsync(dryRun: false, cancellationToken: TestContext.Current.CancellationToken);
        await Poll.UntilAsync(async () => (report = await client.GetRecoveryAsync(TestContext.Current.CancellationToken)).State != RecoveryState.Running ? null : "the recovery goes on still", Patience, site.Silos.Outputs);
        Assert.True(report.State == RecoveryState.Done && report.Problem is null, $"{report.State}: {report.Problem}{site.Silos.Outputs()}");
        return report;
    }

    // What ran ends once, as what it was; what waited is lost; what comes runs.
    private static async Task GoesOnAsync(Site site, ImmutableDictionary<JobId, string> running, ImmutableDictionary<JobId, string> lost)
    {
        await site.Load.SubmitAsync(After, BetweenGangs);
        foreach (var job in running.Keys)
            site.Nodes.Finish(job);
        await site.Load.EndAsync();
        await Poll.UntilAsync(async () =>
        {
            var found = await site.AskAsync(GangLoad.FindAsync);
            Assert.All(running, r => Assert.Equal(r.Value, found.GetValueOrDefault(r.Key)?.Metadata.Uid));
            Assert.Equal(running.Count + After, found.Count);
            string[] left = [.. found.Values.Where(static j => !j.Status!.State.IsFinal()).Select(static j => $"{j.Id} is {j.Status!.State}")];
            return left is [] ? null : string.Join(", ", left);
        }, Patience, site.Silos.Outputs);
        Assert.All((await site.AskAsync(GangLoad.FindAsync)).Values, static j => Assert.Equal(JobState.Succeeded, j.Status!.State));
        Ran(site, running, lost);
        Assert.Empty(await new SiteReader(site).RemainsAsync());
        Assert.Empty(await site.Foreign.ChangedAsync());
    }

    private static void Ran(Site site, ImmutableDictionary<JobId, string> running, ImmutableDictionary<JobId, string> lost)
    {
        var runs = site.Nodes.ReadRuns().Where(static r => r.Job.Name != ForeignObjects.OtherJob).ToList();
        Assert.DoesNotContain(runs, r => lost.ContainsKey(r.Job));
        // One pod for each member, the one of before, to its end.
        Assert.All(runs.Where(r => running.ContainsKey(r.Job)).GroupBy(static r => (r.Job, r.Index)), static pods => Assert.Equal(RunEnding.Succeeded, Assert.Single(pods).Ending));
        Assert.Empty(RunLedger.NeverTwice(runs));
        Assert.Empty(RunLedger.NeverPartial(runs, GangWindow, TimeProvider.System.GetUtcNow(), runs.Select(static r => r.Job).Distinct().ToDictionary(static j => j, static _ => GangLoad.Pods)));
        Assert.Empty(RunLedger.NeverRejected(runs));
        Assert.Empty(RunLedger.PhysicalFit(site.Nodes.ReadRuns().Concat(site.Nodes.ReadForeignRuns()), site.Nodes.Machines()));
    }
}

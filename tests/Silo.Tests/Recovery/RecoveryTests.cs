using System.Net.Http.Json;
using Muster.Contracts;
using Muster.Ledger.Tests;

namespace Muster.Silo.Tests;

/// <summary>The ledger comes to harm while gangs run; an operator recovers it from the clusters.</summary>
[Trait("Category", "Slow")]
public sealed class RecoveryTests
{
    private const int Gangs = 4;
    private const string Long = "15s";

    [Fact]
    public async Task WipedLedger_IsRebuiltFromTheClusters_AndEveryGangEndsOnceUnderItsOwnUid()
    {
        await using var silo = new MortalSilo();
        await silo.StartAsync();
        var before = await RunGangsAsync(silo);
        await silo.StopAsync();
        silo.LoseLedger();

        await silo.StartAsync();
        await StandsStillAsync(silo);
        var plan = await PlanAsync(silo);
        Assert.Equal((Gangs, 0), (plan.Recreated, plan.Unrecoverable));
        var report = await silo.RecoverAsync();
        Assert.Equal((Gangs, 0), (report.Recreated, report.Unrecoverable));
        Assert.Single(report.Ancestors, before.Ledger);
        // Not to recover it once more.
        await MortalSilo.UntilAsync(silo.ReadRecoveryAsync, static r => r.Stopped!.Contains("Start the silo anew", StringComparison.Ordinal), static r => r.Stopped!);
        await silo.RestartAsync();
        await EndAsync(silo, before.Uids);
    }

    [Fact]
    public async Task LedgerRestoredFromAnOldCopy_IsMovedForwardToWhatRuns()
    {
        await using var silo = new MortalSilo();
        await silo.StartAsync();
        await CordonAsync(silo, "cordon");
        var uids = new List<string>();
        for (var i = 0; i < Gangs; i++)
            uids.Add((await silo.SubmitAsync($"gang-{i}", 2, Long, "3")).Metadata.Uid);
        await silo.StopAsync();
        var copy = silo.CopyLedger();
        await silo.StartAsync();
        await CordonAsync(silo, "uncordon");
        for (var i = 0; i < Gangs; i++)
            await silo.UntilAsync($"gang-{i}", static s => s == JobState.Running);
        var late = (await silo.SubmitAsync("late", 1, Long)).Metadata.Uid;
        await silo.UntilAsync("late", static s => s == JobState.Running);
        // A ledger that goes back by less than what was written down since the last turn of the witness is not found out.
        await silo.WitnessedAsync();
        await silo.StopAsync();
        silo.LoseLedger(copy);

        await silo.StartAsync();
        await StandsStillAsync(silo);
        var report = await silo.RecoverAsync();
        Assert.Equal((1, Gangs, 0), (report.Recreated, report.MovedForward, report.Unrecoverable));
        await silo.RestartAsync();
        // The copy has the cordons of its time.
        await CordonAsync(silo, "uncordon");
        Assert.Equal(late, (await silo.UntilAsync("late", JobStateMachine.IsFinal)).Metadata.Uid);
        await EndAsync(silo, uids);
    }

    [Fact]
    public async Task RecoveryThatBrokeOff_IsBegunAgainAndComesToTheSame()
    {
        await using var silo = new MortalSilo();
        await silo.StartAsync();
        var before = await RunGangsAsync(silo);
        await silo.StopAsync();
        silo.LoseLedger();
        await silo.StartAsync();
        await PlanAsync(silo);
        await silo.Recovery.BeginAsync([], 0, TestContext.Current.CancellationToken);

        await silo.RestartAsync();
        await StandsStillAsync(silo);
        Assert.True((await silo.ReadRecoveryAsync())!.Frozen);
        using (var request = new HttpRequestMessage(HttpMethod.Post, "v1/jobs") { Content = new StringContent(ApiSilo.Job("other"), System.Text.Encoding.UTF8, "application/json") })
        {
            request.Headers.Add("Idempotency-Key", "other");
            using var refused = await silo.Http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(503, (int)refused.StatusCode);
        }
        Assert.Equal(Gangs, (await silo.RecoverAsync()).Recreated);
        await silo.RestartAsync();
        Assert.False((await silo.ReadRecoveryAsync())!.Frozen);
        await EndAsync(silo, before.Uids);
    }

    [Fact]
    public async Task WipedRedis_IsRebuiltByTheSiloThatStandsStill()
    {
        using var redis = RedisServer.Start();
        await using var silo = new MortalSilo("--Muster:Ledger:Kind=Redis", $"--Muster:Ledger:Redis:Configuration={redis.Endpoint}");
        await silo.StartAsync();
        var before = await RunGangsAsync(silo);
        redis.Command("FLUSHALL");

        Assert.Contains("wiped", await StandsStillAsync(silo), StringComparison.Ordinal);
        Assert.Equal(Gangs, (await silo.RecoverAsync()).Recreated);
        await silo.RestartAsync();
        await EndAsync(silo, before.Uids);
    }

    [Fact]
    public async Task Recover_WhileAClusterCannotBeReached_IsRefusedUnlessItIsLeftOut()
    {
        await using var silo = new MortalSilo();
        await silo.StartAsync();
        await RunGangsAsync(silo);
        var ledger = (await silo.ReadRecoveryAsync())!.Incarnation;
        silo.Fleet.StopHeartbeats("west");

        using (var refused = await silo.Http.PostAsync(new Uri("v1/recovery?dryRun=false", UriKind.Relative), null, TestContext.Current.CancellationToken))
        {
            Assert.Equal(409, (int)refused.StatusCode);
            var problem = await refused.Content.ReadFromJsonAsync(ApiJson.Default.Problem, TestContext.Current.CancellationToken);
            Assert.Equal("RecoveryRefused", problem!.Code);
            Assert.Contains("--without west", problem.Detail, StringComparison.Ordinal);
        }
        Assert.Equal(ledger, (await silo.ReadRecoveryAsync())!.Incarnation);
        using var planned = await silo.Http.PostAsync(new Uri("v1/recovery?without=west", UriKind.Relative), null, TestContext.Current.CancellationToken);
        var plan = (await planned.Content.ReadFromJsonAsync(ApiJson.Default.RecoveryReport, TestContext.Current.CancellationToken))!;
        Assert.True(plan.Clusters.Single(static c => c.Name == "west").LeftOut);
        Assert.All(plan.Jobs, static j => Assert.Equal(("east", RecoveryVerdict.Keep), (j.Cluster, j.Verdict)));
    }

    private static async Task<(List<string> Uids, string Ledger)> RunGangsAsync(MortalSilo silo)
    {
        var uids = new List<string>();
        // Every node has room for two of them, and no more: nothing fits beside them all.
        for (var i = 0; i < Gangs; i++)
            uids.Add((await silo.SubmitAsync($"gang-{i}", 2, Long, "3")).Metadata.Uid);
        for (var i = 0; i < Gangs; i++)
            await silo.UntilAsync($"gang-{i}", static s => s == JobState.Running);
        return (uids, (await silo.ReadRecoveryAsync())!.Incarnation!);
    }

    // What was recovered is charged and holds its room: what does not fit beside it waits until it has ended.
    private static async Task EndAsync(MortalSilo silo, List<string> uids)
    {
        await silo.SubmitAsync("large", 2, "100ms", "8");
        for (var i = 0; i < Gangs; i++)
        {
            var ended = await silo.UntilAsync($"gang-{i}", JobStateMachine.IsFinal);
            Assert.Equal((JobState.Succeeded, uids[i]), (ended.Status!.State, ended.Metadata.Uid));
        }
        Assert.Equal(JobState.Succeeded, (await silo.UntilAsync("large", JobStateMachine.IsFinal)).Status!.State);
        silo.AssertRunsAreSound();
        foreach (var gang in silo.Fleet.ReadRuns().Where(static r => r.Job.Name.StartsWith("gang", StringComparison.Ordinal)).GroupBy(static r => (r.Job, r.Index)))
            Assert.Single(gang);
        var queue = await MortalSilo.UntilAsync(
            () => silo.Http.GetFromJsonAsync("v1/queues/default", MusterJson.Default.QueueSnapshot, TestContext.Current.CancellationToken),
            static q => q.Admitted == 0, static q => $"{q.Admitted} jobs are charged still");
        Assert.All(queue.Usage, static u => Assert.True(u.Resources.IsEmpty));
    }

    private static async Task<string> StandsStillAsync(MortalSilo silo) =>
        (await MortalSilo.UntilAsync(silo.ReadRecoveryAsync, static r => r.Stopped is not null, _ => $"the silo acts still; {silo.Positions()}")).Stopped!;

    // Until the clusters are known: a silo that has just started may not have heard from them.
    private static Task<RecoveryReport> PlanAsync(MortalSilo silo) => MortalSilo.UntilAsync(async () =>
    {
        using var response = await silo.Http.PostAsync(new Uri("v1/recovery", UriKind.Relative), null, TestContext.Current.CancellationToken);
        return await response.Content.ReadFromJsonAsync(ApiJson.Default.RecoveryReport, TestContext.Current.CancellationToken);
    }, static r => r.State == RecoveryState.Planned && r.Clusters.All(static c => c.Problem is null), static r => $"{r.State}: {string.Join("; ", r.Clusters.Select(static c => c.Problem))}");

    private static async Task CordonAsync(MortalSilo silo, string verb)
    {
        foreach (var cluster in new[] { "east", "west" })
        {
            using var response = await silo.Http.PostAsync(new Uri($"v1/clusters/{cluster}/{verb}", UriKind.Relative), null, TestContext.Current.CancellationToken);
            Assert.True(response.IsSuccessStatusCode);
        }
    }
}

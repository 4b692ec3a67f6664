using Muster.Contracts;
using Muster.Silo;

namespace Muster.Grains.Tests;

/// <summary>What happens to pods, seen or not seen, is found in the end.</summary>
public sealed class ObservationTests
{
    [Fact]
    public async Task Observation_ThatTheLedgerCouldNotTake_IsRecordedSoonAfterItIsBack()
    {
        var members = new GrainClusterOptions().MemberClusters;
        members.ResyncInterval = TimeSpan.FromHours(1);
        ScriptedLedger ledger = null!;
        await using var muster = await GrainCluster.StartAsync(new() { MemberClusters = members, Ledger = inner => ledger = new ScriptedLedger(inner) });
        var refused = 0;
        ledger.Before = call => call.Operation == "Transition" && Interlocked.Increment(ref refused) <= 2
            ? Task.FromException(new LedgerUnavailableException("The ledger is away (scripted)."))
            : Task.CompletedTask;
        await muster.SubmitAsync(Gang.Of("job"));
        await muster.SucceedAsync("job");
        Assert.True(refused > 2, $"{refused} transitions were asked for");
    }

    [Fact]
    public async Task CatchUp_AfterTheOrderToStartWasLost_StartsTheGang()
    {
        var members = new GrainClusterOptions().MemberClusters;
        members.ResyncInterval = TimeSpan.FromHours(1);
        ScriptedLedger ledger = null!;
        await using var muster = await GrainCluster.StartAsync(new() { MemberClusters = members, Ledger = inner => ledger = new ScriptedLedger(inner) });
        ledger.Play(Once.Fail(static call => call.Operation == "Commit"), after: true);
        await muster.SubmitAsync(Gang.Of("job"));
        var committed = await muster.UntilAsync("job", JobState.Committed);
        await muster.Cluster(committed.Placement!.Cluster.Value).CatchUp();
        await muster.SucceedAsync("job");
    }

    [Fact, Trait("Clusters", "Any")]
    public async Task Pod_DeletedByOthers_StartsTheGangAnewWithoutCharge()
    {
        await using var muster = await GrainCluster.StartAsync();
        await muster.SubmitAsync(Gang.Of("job", pods: 3, duration: "1h"));
        var before = await muster.UntilAsync("job", JobState.Running);
        await muster.Fleet.DeletePodAsync("east", muster.Runs("job")[0].Pod);
        await muster.UntilAsync("job", "starts anew", r => r.Attempt > before.Attempt);
        await muster.FinishAsync("job");
        var ended = await muster.EndAsync("job");
        Assert.Equal((JobState.Succeeded, 2, 0), (ended.State, ended.Runs, ended.Retries));
        await muster.CheckNothingLeaksAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Pods_DeletedWhileNobodyWatched_StartTheGangAnew(int deleted)
    {
        await using var muster = await GrainCluster.StartAsync();
        await muster.SubmitAsync(Gang.Of("job", pods: 2, duration: "1h"));
        var before = await muster.UntilAsync("job", JobState.Running);
        var faults = muster.Fleet.Simulated.Faults("east");
        faults.LostEvents = 1;
        foreach (var run in muster.Runs("job").Take(deleted))
            await muster.Fleet.DeletePodAsync("east", run.Pod);
        await Poll.UntilAsync("they are gone", async () => (await muster.Fleet.PodsAsync("east")).Length, n => n == 2 - deleted);
        faults.LostEvents = 0;
        faults.ExpireWatches();
        await muster.UntilAsync("job", "starts anew", r => r.Attempt > before.Attempt);
        await muster.FinishAsync("job");
        Assert.Equal(2, (await muster.EndAsync("job")).Runs);
        await muster.CheckNothingLeaksAsync();
    }

    [Fact]
    public async Task Events_HalfOfThemLost_AreMadeUpForByLists()
    {
        await using var muster = await GrainCluster.StartAsync();
        var faults = muster.Fleet.Simulated.Faults("east");
        faults.LostEvents = 0.5;
        for (var i = 0; i < 8; i++)
            await muster.SubmitAsync(Gang.Of($"job-{i}", pods: 2));
        for (var i = 0; i < 8; i++)
        {
            await Poll.UntilAsync($"job-{i} ends", async () =>
            {
                faults.ExpireWatches();
                return await muster.RecordAsync($"job-{i}");
            }, static r => r.State.IsFinal(), context: muster.Tail);
            Assert.Equal(JobState.Succeeded, (await muster.RecordAsync($"job-{i}")).State);
        }
        faults.LostEvents = 0;
        await muster.CheckNothingLeaksAsync();
    }

    [Fact, Trait("Clusters", "Any")]
    public async Task Node_Lost_MovesTheGang()
    {
        await using var muster = await GrainCluster.StartAsync();
        await muster.SubmitAsync(Gang.Of("job", pods: 2, cpu: "5", duration: "1h"));
        var before = await muster.UntilAsync("job", JobState.Running);
        var node = muster.Runs("job")[0].Node;
        await muster.Fleet.LoseNodeAsync("east", node);
        await muster.UntilAsync("job", "starts anew", r => r.Attempt > before.Attempt);
        await muster.FinishAsync("job");
        var ended = await muster.EndAsync("job");
        Assert.Equal((JobState.Succeeded, 2, 0), (ended.State, ended.Runs, ended.Retries));
        Assert.DoesNotContain(muster.Runs("job").Where(r => r.Attempt == ended.Attempt), r => r.Node == node);
        await muster.Fleet.ReturnNodeAsync("east", node);
        await muster.CheckNothingLeaksAsync();
    }

    [Fact, Trait("Clusters", "Any")]
    public async Task Pod_RejectedByAKubelet_StartsTheGangAnew()
    {
        await using var muster = await GrainCluster.StartAsync();
        muster.Fleet.RejectNext("east", 1);
        await muster.SubmitAsync(Gang.Of("job", pods: 2));
        var ended = await muster.EndAsync("job");
        Assert.Equal((JobState.Succeeded, 2, 0), (ended.State, ended.Runs, ended.Retries));
        await muster.CheckNothingLeaksAsync();
    }

    [Fact, Trait("Category", "Slow")]
    public async Task Writes_WhoseAnswersAreLost_AreRepeatedWithoutASecondEffect()
    {
        await using var muster = await GrainCluster.StartAsync();
        muster.Fleet.Simulated.Faults("east").LostReplies = 0.3;
        muster.Fleet.Simulated.Faults("east").LostRequests = 0.1;
        for (var i = 0; i < 6; i++)
            await muster.SubmitAsync(Gang.Of($"job-{i}", pods: 2));
        for (var i = 0; i < 6; i++)
            Assert.Equal(JobState.Succeeded, (await muster.EndAsync($"job-{i}")).State);
        Assert.All(Enumerable.Range(0, 6), i => Assert.Equal(2, muster.Runs($"job-{i}").Length));
        (muster.Fleet.Simulated.Faults("east").LostReplies, muster.Fleet.Simulated.Faults("east").LostRequests) = (0, 0);
        await muster.CheckNothingLeaksAsync();
    }

    [Fact, Trait("Category", "Slow"), Trait("Clusters", "Any")]
    public async Task Deadline_OfAJobWhoseSiloDied_IsKept()
    {
        await using var muster = await GrainCluster.StartAsync(new() { Silos = 4 });
        for (var i = 0; i < 8; i++)
            await muster.SubmitAsync(Gang.Of($"job-{i}", duration: "1h").Max(4));
        for (var i = 0; i < 8; i++)
            await muster.UntilAsync($"job-{i}", JobState.Running);
        // Whichever of them had jobs: their clusters' grain is, most likely, elsewhere, and lives on.
        await muster.Silos.KillSiloAsync(muster.Silos.Silos[0]);
        await muster.Silos.KillSiloAsync(muster.Silos.Silos[0]);
        for (var i = 0; i < 8; i++)
            Assert.Equal(ReasonCode.DeadlineExceeded, (await muster.EndAsync($"job-{i}")).Reason!.Code);
    }

    [Fact]
    public async Task Pods_OfAJobThatTheLedgerDoesNotKnow_AreLeftAlone()
    {
        await using var muster = await GrainCluster.StartAsync();
        var set = Gang.Of("x", duration: "1h").Spec.PodSets[0];
        var stranger = new GangPlan(new JobId("default", "stranger"), "uid", Attempt.Of(1, 1), [new PodPlan("stranger-0", set, 0, "east-01")]);
        var pods = muster.Fleet.Simulated.Cluster("east").Create(stranger);
        muster.Fleet.Simulated.Cluster("east").Bind(stranger.Job, stranger.Attempt, [new PodBinding("stranger-0", pods[0].Uid, "east-01")]);
        muster.Fleet.Simulated.Faults("east").ExpireWatches();
        await Poll.UntilAsync("it is reported", () => Task.FromResult(muster.Log.Has("unknown to the ledger")), static said => said, context: muster.Tail);
        Assert.Equal(PodPhase.Running, Assert.Single((await muster.Fleet.PodsAsync("east"))).Phase);
        Assert.Null(Assert.Single(muster.Runs("stranger")).StopAsked);
    }
}

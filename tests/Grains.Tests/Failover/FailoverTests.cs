using Muster.Contracts;

namespace Muster.Grains.Tests;

/// <summary>Clusters that fall silent, and come back.</summary>
[Trait("Clusters", "Any")]
public sealed class FailoverTests
{
    private static readonly GrainClusterOptions Three = new() { Clusters = [("east", 2), ("north", 2), ("west", 2)] };

    [Fact]
    public async Task Cluster_CutOff_IsSuspectThenLostAndThenBack()
    {
        var unhurried = Patient;
        unhurried.LostAfter = TimeSpan.FromSeconds(3);
        await using var muster = await GrainCluster.StartAsync(new() { Clusters = Three.Clusters, MemberClusters = unhurried });
        muster.Fleet.StopHeartbeats("east");
        var seen = new List<ClusterHealth>();
        await Poll.UntilAsync("east is lost", async () =>
        {
            var health = (await muster.Cluster("east").Get()).Health;
            if (seen.Count == 0 || seen[^1] != health)
                seen.Add(health);
            return health;
        }, static h => h == ClusterHealth.Lost);
        Assert.Contains(ClusterHealth.Suspect, seen);
        muster.Fleet.ResumeHeartbeats("east");
        await muster.ReadyAsync("east");
        await muster.SubmitAsync(Gang.Of("back").On("east"));
        await muster.SucceedAsync("back");
    }

    [Fact]
    public async Task Cluster_Suspect_TakesNoNewWork()
    {
        await using var muster = await GrainCluster.StartAsync(new() { Clusters = Three.Clusters, MemberClusters = Patient });
        muster.Fleet.StopHeartbeats("east");
        await muster.HealthAsync("east", ClusterHealth.Suspect);
        await muster.SubmitAsync(Gang.Of("waits").On("east"));
        var explanation = await Poll.UntilAsync("it is explained", muster.Job("waits").Explain, static e => e.Reason?.Code == ReasonCode.PlacementFailed, context: muster.Tail);
        Assert.Contains(explanation.Clusters, static c => c is { Cluster.Value: "east", Fits: false });
        muster.Fleet.ResumeHeartbeats("east");
        await muster.SucceedAsync("waits");
    }

    [Fact, Trait("Category", "Slow")]
    public async Task Lost_EagerJobsMoveAndHoldJobsStay()
    {
        await using var muster = await GrainCluster.StartAsync(Three);
        await muster.SubmitAsync(Gang.Of("eager", pods: 2, cpu: "2", duration: "1h").On("east", "west").Eager());
        await muster.SubmitAsync(Gang.Of("hold", pods: 2, cpu: "2", duration: "1h").On("east", "west"));
        var from = (await muster.UntilAsync("eager", JobState.Running)).Placement!.Cluster.Value;
        var held = await muster.UntilAsync("hold", JobState.Running);
        var lost = held.Placement!.Cluster.Value;
        if (from != lost)
            muster.Fleet.StopHeartbeats(from);
        else
            muster.Fleet.StopHeartbeats(lost);
        var moved = await muster.UntilAsync("eager", "runs elsewhere", r => r.State == JobState.Running && r.Placement!.Cluster.Value != from);
        Assert.Equal(2, moved.Runs);
        Assert.Equal(held.Attempt, (await muster.RecordAsync("hold")).Attempt);
        muster.Fleet.ResumeHeartbeats(from);
        await muster.ReadyAsync(from);
        // The superseded pods are gone before anything new may come.
        Assert.DoesNotContain((await muster.Fleet.PodsAsync(from)), p => p.Job.Name == "eager" && p.Phase is PodPhase.Running or PodPhase.Bound && p.Attempt < moved.Attempt);
        await muster.FinishAsync("eager", "hold");
        var ended = await muster.RecordAsync("hold");
        Assert.Equal((1, held.Attempt), (ended.Runs, ended.Attempt));
        Assert.Equal(2, muster.Runs("hold").Length);
        await muster.CheckNothingLeaksAsync();
    }

    [Fact]
    public async Task Heal_WithSupersededPodsThatTakeTheirTime_TakesNoNewWorkBefore()
    {
        await using var muster = await GrainCluster.StartAsync(new()
        {
            Clusters = Three.Clusters,
            Timings = new() { GracePeriod = TimeSpan.FromMilliseconds(700), SignOfLife = TimeSpan.FromMilliseconds(500), CallTimeout = TimeSpan.FromMilliseconds(500) },
        });
        await muster.SubmitAsync(Gang.Of("eager", pods: 2, cpu: "8", duration: "1h").On("east", "west").Eager());
        var from = (await muster.UntilAsync("eager", JobState.Running)).Placement!.Cluster.Value;
        muster.Fleet.StopHeartbeats(from);
        var moved = await muster.UntilAsync("eager", "runs elsewhere", r => r.State == JobState.Running && r.Placement!.Cluster.Value != from);
        await muster.SubmitAsync(Gang.Of("next", pods: 2, cpu: "8").On(from));
        muster.Fleet.ResumeHeartbeats(from);
        await muster.SucceedAsync("next");
        Assert.True(muster.Runs("next").Min(static r => r.Bound) >= muster.Runs("eager").Where(r => r.Attempt < moved.Attempt).Max(static r => r.Ended));
        await muster.Job("eager").Cancel();
        await muster.EndAsync("eager");
    }

    [Fact]
    public async Task Heal_OfAJobThatEndedMeanwhile_LearnsItsEnd()
    {
        await using var muster = await GrainCluster.StartAsync(Three);
        await muster.SubmitAsync(Gang.Of("hold", pods: 2, duration: "1h").On("east"));
        await muster.UntilAsync("hold", JobState.Running);
        muster.Fleet.StopHeartbeats("east");
        muster.Fleet.Finish("hold");
        await Poll.UntilAsync("its pods have ended unseen", () => Task.FromResult(muster.Runs("hold")), static r => r.All(static run => run.Ended is not null));
        await muster.HealthAsync("east", ClusterHealth.Lost);
        Assert.Equal(JobState.Running, (await muster.RecordAsync("hold")).State);
        muster.Fleet.ResumeHeartbeats("east");
        await muster.SucceedAsync("hold");
        Assert.Equal(1, (await muster.RecordAsync("hold")).Runs);
    }

    [Fact, Trait("Category", "Slow")]
    public async Task Lost_HalfOfTheClusters_MovesNobody()
    {
        await using var muster = await GrainCluster.StartAsync(Three);
        await muster.SubmitAsync(Gang.Of("eager-e", duration: "1h").On("east", "north").Eager());
        await muster.SubmitAsync(Gang.Of("eager-w", duration: "1h").On("west", "north").Eager());
        var before = new[] { await muster.UntilAsync("eager-e", JobState.Running), await muster.UntilAsync("eager-w", JobState.Running) };
        var lost = before.Select(static r => r.Placement!.Cluster.Value).Append("east").Append("west").Distinct().Take(2).ToArray();
        foreach (var cluster in lost)
            muster.Fleet.StopHeartbeats(cluster);
        foreach (var cluster in lost)
            await muster.HealthAsync(cluster, ClusterHealth.Lost);
        await Poll.UntilAsync("failover is refused, and says so", () => Task.FromResult(muster.Log.Has("an operator has to decide")), static said => said, context: muster.Tail);
        foreach (var cluster in lost)
            muster.Fleet.ResumeHeartbeats(cluster);
        await muster.FinishAsync("eager-e", "eager-w");
        Assert.Equal(before.Select(static r => r.Attempt), [(await muster.RecordAsync("eager-e")).Attempt, (await muster.RecordAsync("eager-w")).Attempt]);
    }

    [Fact]
    public async Task Flapping_ShorterThanTheLimit_MovesNobody()
    {
        await using var muster = await GrainCluster.StartAsync(new() { Clusters = Three.Clusters, MemberClusters = Patient });
        await muster.SubmitAsync(Gang.Of("eager", pods: 2, duration: "1h").On("east").Eager());
        await muster.UntilAsync("eager", JobState.Running);
        for (var i = 0; i < 4; i++)
        {
            muster.Fleet.StopHeartbeats("east");
            await muster.HealthAsync("east", ClusterHealth.Suspect);
            muster.Fleet.ResumeHeartbeats("east");
            await muster.ReadyAsync("east");
        }
        await muster.FinishAsync("eager");
        Assert.Equal(1, (await muster.RecordAsync("eager")).Runs);
        await muster.CheckNothingLeaksAsync();
    }

    [Fact]
    public async Task Hang_InsteadOfRefusal_IsFoundLostAsWell()
    {
        await using var muster = await GrainCluster.StartAsync(Three);
        await muster.SubmitAsync(Gang.Of("eager", duration: "1h").On("east", "west").Eager());
        var from = (await muster.UntilAsync("eager", JobState.Running)).Placement!.Cluster.Value;
        muster.Fleet.Hang(from);
        await muster.UntilAsync("eager", "runs elsewhere", r => r.State == JobState.Running && r.Placement!.Cluster.Value != from);
        muster.Fleet.ResumeHeartbeats(from);
        await muster.FinishAsync("eager");
        await muster.CheckNothingLeaksAsync();
    }

    [Fact, Trait("Category", "Slow")]
    public async Task Lost_WhileAllSilosRestart_MovesTheEagerJobsAllTheSame()
    {
        await using var muster = await GrainCluster.StartAsync(Three);
        await muster.SubmitAsync(Gang.Of("eager", pods: 2, duration: "1h").On("east", "west").Eager());
        var from = (await muster.UntilAsync("eager", JobState.Running)).Placement!.Cluster.Value;
        muster.Fleet.StopHeartbeats(from);
        await muster.KillAndReplaceAsync(muster.Silos.Silos[0]);
        await muster.UntilAsync("eager", "runs elsewhere", r => r.State == JobState.Running && r.Placement!.Cluster.Value != from);
        muster.Fleet.ResumeHeartbeats(from);
        await muster.FinishAsync("eager");
        await muster.CheckNothingLeaksAsync();
    }

    private static MemberClusterOptions Patient => new()
    {
        HeartbeatInterval = TimeSpan.FromMilliseconds(20),
        SuspectAfter = TimeSpan.FromMilliseconds(150),
        LostAfter = TimeSpan.FromMinutes(5),
        BackAfter = TimeSpan.FromMilliseconds(100),
        ResyncInterval = TimeSpan.FromMilliseconds(200),
    };
}

using Muster.Contracts;

namespace Muster.Grains.Tests;

/// <summary>Pods that carry Muster's marks: which are stopped, and which are left alone and keep their room.</summary>
public sealed class StrangerTests
{
    [Theory, Trait("Clusters", "Any")]
    [InlineData("other ledger")]
    [InlineData("other submission")]
    [InlineData("newer attempt")]
    [InlineData("unknown job")]
    public async Task Pods_ThatAreNotProvablySuperseded_AreLeftAloneAndKeepTheirRoom(string kind)
    {
        await using var muster = await GrainCluster.StartAsync(new() { Clusters = [("east", 2)] });
        var known = await EndedAsync(muster, "job");
        var plan = Older(muster, known, "east-01");
        plan = kind switch
        {
            "other ledger" => plan with { Incarnation = Guid.NewGuid().ToString() },
            "other submission" => plan with { Uid = "other" },
            "newer attempt" => plan with { Attempt = Attempt.Of(known.Attempt.Epoch + 1000, 1) },
            _ => plan with { Job = new("default", "unknown") },
        };
        var pod = await StartAsync(muster, plan);
        var snapshot = await Poll.UntilAsync("it is told of", () => muster.Cluster("east").Get(), static c => c.Problem is not null, context: muster.Tail);
        Assert.Contains($"{plan.Job} {plan.Attempt}", snapshot.Problem, StringComparison.Ordinal);
        await muster.SubmitAsync(Gang.Of("all", pods: 2, cpu: "8"));
        var explanation = await Poll.UntilAsync("it waits for the room", muster.Job("all").Explain, static e => e.Reason?.Code == ReasonCode.PlacementFailed, context: muster.Tail);
        Assert.False(explanation.FitsIfFirst);
        await muster.SubmitAsync(Gang.Of("rest", pods: 1, cpu: "8"));
        await muster.SucceedAsync("rest");

        Assert.Null(Assert.Single(muster.Fleet.ReadRuns(), r => r.Job == plan.Job && r.Attempt == plan.Attempt).StopAsked);
        await muster.Fleet.DeletePodAsync("east", pod);
        await muster.SucceedAsync("all");
        Assert.Null((await muster.Cluster("east").Get()).Problem);
        await muster.CheckNothingLeaksAsync(new AttemptRef(plan.Job, plan.Attempt));
    }

    [Fact, Trait("Clusters", "Any")]
    public async Task Pods_OfAnOlderAttempt_AreStopped()
    {
        await using var muster = await GrainCluster.StartAsync();
        var plan = Older(muster, await EndedAsync(muster, "job"), "east-01");
        // Unseen until it is bound: else it may be stopped before that, or its anchor be swept.
        muster.Fleet.StopHeartbeats("east");
        await Poll.UntilAsync("it is silent", () => muster.Cluster("east").Get(), static c => c.Health != ClusterHealth.Ready, context: muster.Tail);
        await StartAsync(muster, plan);
        await Poll.UntilAsync("it runs", () => Task.FromResult(muster.Runs("job")), r => r.Any(run => run.Attempt == plan.Attempt && run.Started is not null), context: muster.Tail);
        muster.Fleet.ResumeHeartbeats("east");
        await Poll.UntilAsync("it is stopped", () => Task.FromResult(muster.Runs("job")), static r => r.All(static run => run.Ended is not null), context: muster.Tail);
        Assert.NotNull(Assert.Single(muster.Runs("job"), r => r.Attempt == plan.Attempt).StopAsked);
    }

    [Fact, Trait("Clusters", "Any")]
    public async Task Anchor_ThatAStopLeftWhichCameTooLate_IsRemoved()
    {
        await using var muster = await GrainCluster.StartAsync();
        var job = await EndedAsync(muster, "job");
        await muster.CheckNothingLeaksAsync();
        // A silo that had not heard of the end yet, and died before it could clean up.
        await muster.Fleet.Behind("east").StopAsync(job.Id, job.Attempt, TestContext.Current.CancellationToken);
        Assert.NotEmpty(await muster.Fleet.AnchorsAsync("east"));

        await muster.KillAndReplaceAsync(muster.Silos.Silos[0]);

        await muster.CheckNothingLeaksAsync();
    }

    [Fact]
    public async Task Pods_OfManyOlderAttemptsAtOnce_AreStoppedOnlyWhenAnOperatorSaysSo()
    {
        var options = new GrainClusterOptions { MemberClusters = new GrainClusterOptions().MemberClusters };
        options.MemberClusters.MaxSuperseded = 2;
        await using var muster = await GrainCluster.StartAsync(options);
        var plans = new List<GangPlan>();
        for (var i = 0; i < 3; i++)
            plans.Add(Older(muster, await EndedAsync(muster, $"job-{i}"), $"east-0{i + 1}"));
        muster.Fleet.StopHeartbeats("east");
        foreach (var plan in plans)
            await StartAsync(muster, plan);
        await muster.HealthAsync("east", ClusterHealth.Lost);
        muster.Fleet.ResumeHeartbeats("east");
        await Poll.UntilAsync("it alarms and stays as it is", () => muster.Cluster("east").Get(),
            static c => c.Health == ClusterHealth.Healing && c.Problem?.Contains("MaxSuperseded", StringComparison.Ordinal) == true, context: muster.Tail);
        Assert.All(muster.Fleet.ReadRuns(), static r => Assert.Null(r.StopAsked));

        options.MemberClusters.MaxSuperseded = 3;
        await muster.KillAndReplaceAsync(muster.Silos.Silos[0]);
        await muster.ReadyAsync("east");
        Assert.All(plans, plan => Assert.NotNull(Assert.Single(muster.Fleet.ReadRuns(), r => r.Job == plan.Job && r.Attempt == plan.Attempt).StopAsked));
    }

    private static async Task<Muster.Ledger.JobRecord> EndedAsync(GrainCluster muster, string job)
    {
        await muster.SubmitAsync(Gang.Of(job));
        return await muster.UntilAsync(job, JobState.Succeeded);
    }

    // The attempt before the one that the ledger knows.
    private static GangPlan Older(GrainCluster muster, Muster.Ledger.JobRecord job, string node) => new(
        job.Id, job.Uid, new Attempt(job.Attempt.Value - 1), [new PodPlan("", Gang.Of("x", duration: "1h", cpu: "8").Spec.PodSets[0], 0, node)])
    { Incarnation = muster.Ledger.Incarnation.ToString() };

    private static async Task<string> StartAsync(GrainCluster muster, GangPlan plan)
    {
        var name = PodPlan.NameOf(plan.Job, plan.Attempt, plan.Pods[0].PodSet.Name, 0);
        await muster.Fleet.StartAsync("east", plan with { Pods = [plan.Pods[0] with { Name = name }] });
        return name;
    }
}

using Muster.Contracts;
using Muster.Silo;

namespace Muster.Grains.Tests;

/// <summary>From submission to the end.</summary>
[Trait("Clusters", "Any")]
public sealed class GangFlowTests
{
    [Fact]
    public async Task Submit_AGang_RunsWholeAndEnds()
    {
        await using var muster = await GrainCluster.StartAsync();
        var result = await muster.SubmitAsync(Gang.Of("train", pods: 4, cpu: "6"));
        Assert.True(result.Created);
        Assert.Equal(JobState.Queued, result.Job.Status!.State);
        await muster.SucceedAsync("train");
        var runs = muster.Runs("train");
        Assert.Equal(4, runs.Length);
        Assert.Equal(4, runs.Select(static r => r.Node).Distinct().Count());
        Assert.All(runs, static r => Assert.Equal(RunEnding.Succeeded, r.Ending));
        // Where news is slow, its pods may have ended before it is heard that they run.
        Assert.Equal(
            [JobState.Queued, JobState.Admitted, JobState.Committed, JobState.Starting, JobState.Succeeded],
            (await muster.StatesAsync("train")).Where(static s => s != JobState.Running));
        await muster.CheckNothingLeaksAsync();
    }

    [Fact]
    public async Task Submit_MoreGangsThanFit_AllRunWholeOneAfterAnother()
    {
        await using var muster = await GrainCluster.StartAsync();
        for (var i = 0; i < 6; i++)
            await muster.SubmitAsync(Gang.Of($"gang-{i}", pods: 3, cpu: "6"));
        for (var i = 0; i < 6; i++)
            await muster.SucceedAsync($"gang-{i}");
        var runs = muster.Fleet.ReadRuns();
        Assert.Empty(RunLedger.NeverRejected(runs));
        Assert.All(Enumerable.Range(0, 6), i => Assert.Equal(3, muster.Runs($"gang-{i}").Length));
        await muster.CheckNothingLeaksAsync();
    }

    [Fact]
    public async Task Submit_AnElasticGangOnACrowdedFleet_StartsWithWhatFits()
    {
        await using var muster = await GrainCluster.StartAsync();
        await muster.SubmitAsync(Gang.Of("holder", pods: 2, cpu: "8", duration: "1h"));
        await muster.UntilAsync("holder", JobState.Running);
        await muster.SubmitAsync(Gang.Of("elastic", pods: 4, cpu: "8", min: 2));
        await muster.SucceedAsync("elastic");
        Assert.Equal(2, muster.Runs("elastic").Length);
    }

    [Fact]
    public async Task Submit_AGangOfSeveralSets_RunsInOneCluster()
    {
        await using var muster = await GrainCluster.StartAsync(new() { Clusters = [("east", 2), ("west", 2)] });
        var job = Gang.Of("sets", pods: 2, cpu: "6");
        job = job.With(s => s with { PodSets = [s.PodSets[0], s.PodSets[0] with { Name = "head", Count = 1, Template = Gang.Of("x", cpu: "1").Spec.PodSets[0].Template }] });
        await muster.SubmitAsync(job);
        await muster.SucceedAsync("sets");
        Assert.Equal(3, muster.Runs("sets").Length);
        Assert.Single(muster.Runs("sets").Select(static r => r.Cluster).Distinct());
    }

    [Fact]
    public async Task Submit_ANamedCluster_RunsThere()
    {
        await using var muster = await GrainCluster.StartAsync(new() { Clusters = [("east", 2), ("west", 2)] });
        await muster.SubmitAsync(Gang.Of("there", pods: 2).On("west"));
        await muster.SucceedAsync("there");
        Assert.All(muster.Runs("there"), static r => Assert.Equal("west", r.Cluster));
        Assert.Equal("west", (await muster.Job("there").Get()).Status!.Cluster);
    }

    [Fact]
    public async Task Fail_WithRetriesLeft_IsTriedAgainAfterItsBackoff()
    {
        await using var muster = await GrainCluster.StartAsync(new() { Jobs = new() { FirstBackoff = TimeSpan.FromSeconds(1), ConflictBackoff = TimeSpan.FromMilliseconds(100) } });
        await muster.SubmitAsync(Gang.Of("fails", pods: 2, duration: "10ms", exitCode: "3").Retry(1));
        var ended = await muster.EndAsync("fails");
        Assert.Equal((JobState.Failed, 2, 1), (ended.State, ended.Runs, ended.Retries));
        Assert.Equal(ReasonCode.PodFailed, ended.Reason!.Code);
        Assert.Contains("exit code 3", ended.Reason!.Message, StringComparison.Ordinal);
        var attempts = muster.Runs("fails").GroupBy(static r => r.Attempt).OrderBy(static g => g.Key).ToArray();
        Assert.Equal(2, attempts.Length);
        Assert.True(attempts[1].Min(static r => r.Bound) - attempts[0].Max(static r => r.Ended!.Value) >= TimeSpan.FromSeconds(0.85));
        await muster.CheckNothingLeaksAsync();
    }

    [Fact]
    public async Task Explain_OfAJobThatBacksOff_SaysSo()
    {
        await using var muster = await GrainCluster.StartAsync(new() { Jobs = new() { FirstBackoff = TimeSpan.FromHours(1) } });
        await muster.SubmitAsync(Gang.Of("fails", pods: 2, duration: "10ms", exitCode: "3").Retry(1));
        await muster.UntilAsync("fails", "backs off", static r => r is { State: JobState.Queued, Retries: 1 });
        var explanation = await Poll.UntilAsync("it is explained", muster.Job("fails").Explain, static e => e.Reason?.Code == ReasonCode.BackingOff);
        Assert.Equal(JobState.Queued, explanation.State);
        await muster.Job("fails").Cancel(null);
        await muster.CheckNothingLeaksAsync();
    }

    [Fact]
    public async Task Fail_OneMember_StopsTheOthers()
    {
        await using var muster = await GrainCluster.StartAsync();
        var job = Gang.Of("mixed", pods: 3, duration: "1h");
        job = job.With(s => s with { PodSets = [s.PodSets[0], s.PodSets[0] with { Name = "bad", Count = 1, Template = Gang.Of("x", duration: "10ms", exitCode: "1").Spec.PodSets[0].Template }] });
        await muster.SubmitAsync(job);
        Assert.Equal(JobState.Failed, (await muster.EndAsync("mixed")).State);
        Assert.Equal(3, muster.Runs("mixed").Count(static r => r.Ending == RunEnding.Stopped));
        await muster.CheckNothingLeaksAsync();
    }

    [Fact]
    public async Task Run_LongerThanItMay_IsStoppedAndFails()
    {
        await using var muster = await GrainCluster.StartAsync();
        await muster.SubmitAsync(Gang.Of("long", pods: 2, duration: "1h").Max(1));
        var ended = await muster.EndAsync("long");
        Assert.Equal((JobState.Failed, ReasonCode.DeadlineExceeded), (ended.State, ended.Reason!.Code));
        Assert.All(muster.Runs("long"), static r => Assert.Equal(RunEnding.Stopped, r.Ending));
        Assert.All(muster.Runs("long"), static r => Assert.True(r.Ended!.Value - r.Started!.Value >= TimeSpan.FromSeconds(0.9)));
        await muster.CheckNothingLeaksAsync();
    }

    [Fact]
    public async Task Start_TooSlow_IsTornDownAndRetried()
    {
        await using var muster = await GrainCluster.StartAsync(new()
        {
            Jobs = new() { StartTimeout = TimeSpan.FromSeconds(1), FirstBackoff = TimeSpan.FromMilliseconds(50), ConflictBackoff = TimeSpan.FromMilliseconds(100) },
        });
        await muster.SubmitAsync(Gang.Of("slow", pods: 2, delay: "1h").Retry(1));
        var ended = await muster.EndAsync("slow");
        Assert.Equal((JobState.Failed, ReasonCode.StartTimeout, 2), (ended.State, ended.Reason!.Code, ended.Runs));
        await muster.CheckNothingLeaksAsync();
    }

    [Fact]
    public async Task DependsOn_MetLater_StartsThen()
    {
        await using var muster = await GrainCluster.StartAsync();
        await muster.SubmitAsync(Gang.Of("second").After("first"));
        var explanation = await muster.Job("second").Explain();
        Assert.Equal(ReasonCode.WaitingForDependency, explanation.Reason!.Code);
        Assert.Contains("default/first is not known yet", explanation.Reason!.Message, StringComparison.Ordinal);
        await muster.SubmitAsync(Gang.Of("first"));
        await muster.SucceedAsync("first", "second");
        Assert.True(muster.Runs("second").Min(static r => r.Started) >= muster.Runs("first").Max(static r => r.Ended));
    }

    [Fact]
    public async Task DependsOn_AJobThatFails_FailsWithIt()
    {
        await using var muster = await GrainCluster.StartAsync();
        await muster.SubmitAsync(Gang.Of("first", exitCode: "1", duration: "10ms"));
        await muster.SubmitAsync(Gang.Of("second").After("first"));
        await muster.SubmitAsync(Gang.Of("third").After("second"));
        Assert.Equal(ReasonCode.DependencyFailed, (await muster.EndAsync("second")).Reason!.Code);
        Assert.Equal((JobState.Failed, ReasonCode.DependencyFailed), (await muster.EndAsync("third") is var third ? (third.State, third.Reason!.Code) : default));
        Assert.Empty(muster.Runs("second"));
    }
}

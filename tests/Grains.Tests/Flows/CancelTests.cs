using Muster.Contracts;

namespace Muster.Grains.Tests;

/// <summary>Cancelled in every state.</summary>
[Trait("Clusters", "Any")]
public sealed class CancelTests
{
    [Fact]
    public async Task Cancel_AQueuedJob_EndsAtOnce()
    {
        await using var muster = await GrainCluster.StartAsync();
        await muster.SubmitAsync(Gang.Of("holder", pods: 4, cpu: "8", duration: "1h"));
        await muster.UntilAsync("holder", JobState.Running);
        await muster.SubmitAsync(Gang.Of("waits", pods: 4, cpu: "8"));
        var cancelled = await muster.Job("waits").Cancel();
        Assert.Equal((JobState.Cancelled, ReasonCode.CancelRequested), (cancelled.Status!.State, cancelled.Status.Reason!.Code));
        await muster.FinishAsync("holder");
        await muster.CheckNothingLeaksAsync();
        Assert.Empty(muster.Runs("waits"));
    }

    [Fact]
    public async Task Cancel_AJobThatWaitsForAnother_EndsAtOnce()
    {
        await using var muster = await GrainCluster.StartAsync();
        await muster.SubmitAsync(Gang.Of("waits").After("never"));
        Assert.Equal(JobState.Cancelled, (await muster.Job("waits").Cancel()).Status!.State);
        await muster.CheckNothingLeaksAsync();
    }

    [Fact]
    public async Task Cancel_ABackingOffJob_EndsAtOnce()
    {
        await using var muster = await GrainCluster.StartAsync(new() { Jobs = new() { FirstBackoff = TimeSpan.FromMinutes(30) } });
        await muster.SubmitAsync(Gang.Of("fails", duration: "10ms", exitCode: "1").Retry(5));
        await muster.UntilAsync("fails", "backs off", static r => r is { State: JobState.Queued, Retries: 1 });
        Assert.Equal(JobState.Cancelled, (await muster.Job("fails").Cancel()).Status!.State);
        await muster.CheckNothingLeaksAsync();
    }

    [Fact]
    public async Task Cancel_AStartingJob_StopsIt()
    {
        await using var muster = await GrainCluster.StartAsync();
        await muster.SubmitAsync(Gang.Of("starts", pods: 2, delay: "1h"));
        await muster.UntilAsync("starts", JobState.Starting);
        Assert.Equal(JobState.Draining, (await muster.Job("starts").Cancel()).Status!.State);
        Assert.Equal(JobState.Cancelled, (await muster.EndAsync("starts")).State);
        await muster.CheckNothingLeaksAsync();
        Assert.All(muster.Runs("starts"), static r => Assert.Null(r.Started));
    }

    [Fact]
    public async Task Cancel_ARunningJob_StopsItAndGivesEverythingBack()
    {
        await using var muster = await GrainCluster.StartAsync();
        await muster.SubmitAsync(Gang.Of("runs", pods: 3, duration: "1h"));
        await muster.UntilAsync("runs", JobState.Running);
        Assert.Equal(JobState.Draining, (await muster.Job("runs").Cancel()).Status!.State);
        // The same again; by then its pods may have ended.
        Assert.True((await muster.Job("runs").Cancel()).Status!.State is JobState.Draining or JobState.Cancelled);
        var ended = await muster.EndAsync("runs");
        Assert.Equal((JobState.Cancelled, ReasonCode.CancelRequested), (ended.State, ended.Reason!.Code));
        Assert.Equal(JobState.Cancelled, (await muster.Job("runs").Cancel()).Status!.State);
        await muster.CheckNothingLeaksAsync();
        Assert.Equal(3, muster.Runs("runs").Count(static r => r.Ended is not null));
    }

    [Fact]
    public async Task Cancel_ARunningJobOfACutOffCluster_EndsItWhenTheClusterIsBack()
    {
        await using var muster = await GrainCluster.StartAsync(new() { Clusters = [("east", 2), ("west", 2), ("north", 2)] });
        await muster.SubmitAsync(Gang.Of("runs", pods: 2, duration: "1h").On("east"));
        await muster.UntilAsync("runs", JobState.Running);
        muster.Fleet.StopHeartbeats("east");
        await muster.HealthAsync("east", ClusterHealth.Lost);
        Assert.Equal(JobState.Draining, (await muster.Job("runs").Cancel()).Status!.State);
        muster.Fleet.ResumeHeartbeats("east");
        Assert.Equal(JobState.Cancelled, (await muster.EndAsync("runs")).State);
        await muster.CheckNothingLeaksAsync();
    }

    [Fact]
    public async Task Cancel_OfAnotherVersion_IsRefusedAndDoesNothing()
    {
        await using var muster = await GrainCluster.StartAsync();
        await muster.SubmitAsync(Gang.Of("runs", duration: "1h"));
        var queued = (await muster.RecordAsync("runs")).Version;
        var running = await muster.UntilAsync("runs", JobState.Running);

        var refusal = await Assert.ThrowsAsync<PreconditionFailedException>(() => muster.Job("runs").Cancel(running.Version - 1));

        Assert.True(queued < running.Version);
        Assert.Equal(running.Version, refusal.Version);
        Assert.Equal(running.Version, (await muster.Job("runs").Get()).Status!.Version);
        Assert.Equal(JobState.Draining, (await muster.Job("runs").Cancel(running.Version)).Status!.State);
        await Assert.ThrowsAsync<PreconditionFailedException>(() => muster.Job("runs").Cancel(running.Version));
        var ended = await muster.EndAsync("runs");
        await Assert.ThrowsAsync<PreconditionFailedException>(() => muster.Job("runs").Delete(ended.Version - 1));
        await muster.Job("runs").Delete(ended.Version);
        await muster.CheckNothingLeaksAsync();
    }

    // Another activation changed the job between the look and the record: the ledger itself has to notice.
    [Fact]
    public async Task Cancel_OfAJobThatChangesMeanwhile_IsRefusedByTheLedger()
    {
        ScriptedLedger? ledger = null;
        await using var muster = await GrainCluster.StartAsync(new() { Ledger = inner => ledger = new ScriptedLedger(inner) });
        await muster.SubmitAsync(Gang.Of("waits").After("never"));
        var version = (await muster.RecordAsync("waits")).Version;
        ledger!.Play(new Once(static c => c.Event == JobEvent.Cancel, async call =>
            await ledger.Truth.TransitionAsync(new() { Job = call.Job!.Value, Event = JobEvent.Fail })), after: false);

        await Assert.ThrowsAsync<PreconditionFailedException>(() => muster.Job("waits").Cancel(version));

        Assert.Equal(JobState.Failed, (await muster.RecordAsync("waits")).State);
        await muster.CheckNothingLeaksAsync();
    }

    [Fact]
    public async Task Cancel_AtAnyMoment_EndsOnceAndLeaksNothing()
    {
        await using var muster = await GrainCluster.StartAsync();
        var random = new Random(7);
        for (var i = 0; i < 30; i++)
        {
            var name = $"job-{i}";
            await muster.SubmitAsync(Gang.Of(name, pods: 2, duration: "30ms"));
            var steps = random.Next(0, 60);
            for (var step = 0; step < steps; step++)
                await muster.RecordAsync(name);
            await muster.Job(name).Cancel();
        }
        for (var i = 0; i < 30; i++)
        {
            var ended = await muster.EndAsync($"job-{i}");
            Assert.Contains(ended.State, new[] { JobState.Cancelled, JobState.Succeeded });
            Assert.Single(await muster.StatesAsync($"job-{i}"), static s => s.IsFinal());
        }
        await muster.CheckNothingLeaksAsync();
    }
}

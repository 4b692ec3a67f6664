using Muster.Contracts;

namespace Muster.Grains.Tests;

/// <summary>Suspended and resumed, in every state.</summary>
[Trait("Clusters", "Any")]
public sealed class SuspendTests
{
    [Fact]
    public async Task Suspend_AQueuedJob_LetsTheNextOneGo_AndResumeKeepsItsAge()
    {
        await using var muster = await GrainCluster.StartAsync(new() { Queues = [Quotas.Queue("default", cpu: 32, strategy: QueueStrategy.StrictFifo)] });
        await muster.SubmitAsync(Gang.Of("holder", pods: 3, cpu: "8", duration: "1h"));
        await muster.UntilAsync("holder", JobState.Running);
        await muster.SubmitAsync(Gang.Of("head", pods: 4, cpu: "8", duration: "10ms"));
        await muster.SubmitAsync(Gang.Of("small", duration: "10ms"));

        var suspended = (await muster.Job("head").Suspend()).Status!;
        await muster.SucceedAsync("small");

        Assert.Equal((JobState.Suspended, ReasonCode.SuspendRequested), (suspended.State, suspended.Reason!.Code));
        Assert.Contains("muster resume", suspended.Reason.Remedy, StringComparison.Ordinal);
        Assert.Equal(suspended.Version, (await muster.Job("head").Suspend()).Status!.Version);
        var explanation = await muster.Job("head").Explain();
        Assert.Equal((JobState.Suspended, ReasonCode.SuspendRequested), (explanation.State, explanation.Reason!.Code));

        var resumed = (await muster.Job("head").Resume()).Status!;
        Assert.Equal((JobState.Queued, suspended.Seq), (resumed.State, resumed.Seq));
        Assert.Equal(JobState.Queued, (await muster.Job("head").Resume()).Status!.State);
        await muster.Job("holder").Cancel();
        await muster.SucceedAsync("head");
        await muster.CheckNothingLeaksAsync();
    }

    [Theory]
    [InlineData("0s", JobState.Running)]
    [InlineData("1h", JobState.Starting)]
    public async Task Suspend_AJobWithPods_StopsThem_AndResumeRunsItAnew(string delay, JobState state)
    {
        await using var muster = await GrainCluster.StartAsync();
        await muster.SubmitAsync(Gang.Of("job", pods: 3, duration: "1h", delay: delay));
        await muster.UntilAsync("job", state);

        Assert.Equal(JobState.Draining, (await muster.Job("job").Suspend()).Status!.State);
        var suspended = await muster.UntilAsync("job", JobState.Suspended);

        Assert.Equal((0, null, ReasonCode.SuspendRequested), (suspended.Retries, suspended.Placement, suspended.Reason!.Code));
        await muster.CheckNothingLeaksAsync();
        Assert.DoesNotContain(muster.Runs("job"), static r => r.Started is not null && r.Ended is null);
        await muster.Job("job").Resume();
        var again = await muster.UntilAsync("job", state);
        Assert.Equal((2, 0, suspended.Seq), (again.Runs, again.Retries, again.Seq));
        await muster.Job("job").Cancel();
        await muster.EndAsync("job");
        await muster.CheckNothingLeaksAsync();
    }

    [Fact]
    public async Task Suspend_WhileItsPodsStop_IsNotResumedButCanBeCancelled()
    {
        await using var muster = await GrainCluster.StartAsync(new() { Clusters = [("east", 2), ("west", 2), ("north", 2)] });
        await muster.SubmitAsync(Gang.Of("job", pods: 2, duration: "1h").On("east"));
        await muster.UntilAsync("job", JobState.Running);
        muster.Fleet.StopHeartbeats("east");
        await muster.HealthAsync("east", ClusterHealth.Lost);
        await muster.Job("job").Suspend();

        var refusal = await Assert.ThrowsAsync<JobStateException>(() => muster.Job("job").Resume());
        Assert.Contains("resume it when it is Suspended", refusal.Message, StringComparison.Ordinal);
        var version = (await muster.RecordAsync("job")).Version;
        Assert.Equal(version, (await muster.Job("job").Suspend()).Status!.Version);
        Assert.Equal(JobState.Draining, (await muster.Job("job").Cancel(version)).Status!.State);
        await Assert.ThrowsAsync<JobStateException>(() => muster.Job("job").Suspend());

        muster.Fleet.ResumeHeartbeats("east");
        Assert.Equal((JobState.Cancelled, ReasonCode.CancelRequested), (await muster.EndAsync("job") is var end ? (end.State, end.Reason!.Code) : default));
        await muster.CheckNothingLeaksAsync();
    }

    [Fact]
    public async Task Suspend_OfAJobThatHasEnded_IsRefused()
    {
        await using var muster = await GrainCluster.StartAsync();
        await muster.SubmitAsync(Gang.Of("job", duration: "10ms"));
        await muster.SucceedAsync("job");

        await Assert.ThrowsAsync<JobStateException>(() => muster.Job("job").Suspend());
        await Assert.ThrowsAsync<JobStateException>(() => muster.Job("job").Resume());
        await Assert.ThrowsAsync<JobNotFoundException>(() => muster.Job("never").Suspend());
    }

    [Fact]
    public async Task Suspend_OfAnotherVersion_IsRefused()
    {
        await using var muster = await GrainCluster.StartAsync();
        await muster.SubmitAsync(Gang.Of("job").After("never"));
        var version = (await muster.RecordAsync("job")).Version;

        await Assert.ThrowsAsync<PreconditionFailedException>(() => muster.Job("job").Suspend(version - 1));
        var suspended = (await muster.Job("job").Suspend(version)).Status!;
        await Assert.ThrowsAsync<PreconditionFailedException>(() => muster.Job("job").Resume(version));
        Assert.Equal(JobState.Queued, (await muster.Job("job").Resume(suspended.Version)).Status!.State);
        await muster.Job("job").Suspend();
        Assert.Equal(JobState.Cancelled, (await muster.Job("job").Cancel()).Status!.State);
        await muster.CheckNothingLeaksAsync();
    }

    [Fact]
    public async Task Suspend_OfAJobThatOthersDependOn_LetsThemWait()
    {
        await using var muster = await GrainCluster.StartAsync();
        await muster.SubmitAsync(Gang.Of("first", duration: "1h"));
        await muster.SubmitAsync(Gang.Of("second").After("first"));
        await muster.UntilAsync("first", JobState.Running);
        await muster.Job("first").Suspend();
        await muster.UntilAsync("first", JobState.Suspended);

        var explanation = await muster.Job("second").Explain();

        Assert.Equal((JobState.Queued, ReasonCode.WaitingForDependency), (explanation.State, explanation.Reason!.Code));
        Assert.Contains("default/first is Suspended", explanation.Reason!.Message, StringComparison.Ordinal);
        await muster.Job("first").Cancel();
        Assert.Equal(ReasonCode.DependencyFailed, (await muster.EndAsync("second")).Reason!.Code);
        await muster.CheckNothingLeaksAsync();
    }

    [Fact]
    public async Task Suspend_OfAJobWhosePodsAllSucceedMeanwhile_Succeeds()
    {
        await using var muster = await GrainCluster.StartAsync(new() { Clusters = [("east", 2), ("west", 2), ("north", 2)] });
        await muster.SubmitAsync(Gang.Of("job", pods: 2, duration: "1h").On("east"));
        await muster.UntilAsync("job", JobState.Running);
        muster.Fleet.StopHeartbeats("east");
        await muster.Job("job").Suspend();
        muster.Fleet.Finish("job");
        await Poll.UntilAsync("its pods have ended unseen", () => Task.FromResult(muster.Runs("job")), static r => r.All(static run => run.Ended is not null));
        await muster.HealthAsync("east", ClusterHealth.Lost);
        muster.Fleet.ResumeHeartbeats("east");

        await muster.SucceedAsync("job");
        await muster.CheckNothingLeaksAsync();
    }

    // The order to stop is lost with the silo that recorded the wish.
    [Fact]
    public async Task Suspend_RecordedByASiloThatDiesThen_IsCarriedOut()
    {
        ScriptedLedger? ledger = null;
        await using var muster = await GrainCluster.StartAsync(new() { Silos = 2, Ledger = inner => ledger = new ScriptedLedger(inner) });
        await muster.SubmitAsync(Gang.Of("job", pods: 3, duration: "1h"));
        await muster.UntilAsync("job", JobState.Running);
        var never = new TaskCompletionSource();
        var recorded = new Once(static c => c.Event == JobEvent.Drain, _ => never.Task);
        ledger!.Play(recorded, after: true);
        var lost = muster.Job("job").Suspend();
        await muster.UntilAsync("job", JobState.Draining);
        await Poll.UntilAsync("its silo hears nothing of that", () => Task.FromResult(recorded.Happened), static happened => happened);

        foreach (var silo in muster.Silos.Silos.ToArray())
            await muster.KillAndReplaceAsync(silo);

        await muster.UntilAsync("job", JobState.Suspended);
        never.SetResult();
        await Assert.ThrowsAnyAsync<Exception>(() => lost);
        await muster.CheckNothingLeaksAsync();
        Assert.DoesNotContain(muster.Runs("job"), static r => r.Started is not null && r.Ended is null);
        Assert.Equal(JobState.Suspended, (await muster.RecordAsync("job")).State);
        await muster.Job("job").Resume();
        await muster.UntilAsync("job", JobState.Running);
        await muster.Job("job").Cancel();
        await muster.EndAsync("job");
    }

    // The wish is recorded, and nobody heard of it: not its owner, and not its queue.
    [Fact]
    public async Task Suspend_WhoseAnswerIsLost_HoldsAtTheRepeat()
    {
        ScriptedLedger? ledger = null;
        await using var muster = await GrainCluster.StartAsync(new() { Ledger = inner => ledger = new ScriptedLedger(inner) });
        ledger!.Play(Once.Fail(static c => c.Event == JobEvent.Suspend), after: true);
        await muster.SubmitAsync(Gang.Of("job").After("never"));
        await Assert.ThrowsAnyAsync<Exception>(() => muster.Job("job").Suspend());

        Assert.Equal(JobState.Suspended, (await muster.Job("job").Suspend()).Status!.State);
        await muster.CheckNothingLeaksAsync();
    }

    [Fact]
    public async Task SuspendAndResume_AtAnyMoment_EndsOnceAndLeaksNothing()
    {
        await using var muster = await GrainCluster.StartAsync();
        var random = new Random(11);
        for (var i = 0; i < 20; i++)
        {
            var name = $"job-{i}";
            await muster.SubmitAsync(Gang.Of(name, pods: 2, duration: "30ms"));
            var steps = random.Next(0, 60);
            for (var step = 0; step < steps; step++)
                await muster.RecordAsync(name);
            try
            {
                await muster.Job(name).Suspend();
            }
            catch (JobStateException)
            {
                // It was faster.
            }
            var rest = await muster.UntilAsync(name, "rests", static r => r.State == JobState.Suspended || r.State.IsFinal());
            if (rest.State == JobState.Suspended)
                await muster.Job(name).Resume();
        }
        for (var i = 0; i < 20; i++)
        {
            await muster.SucceedAsync($"job-{i}");
            Assert.Single(await muster.StatesAsync($"job-{i}"), static s => s.IsFinal());
        }
        await muster.CheckNothingLeaksAsync();
    }
}

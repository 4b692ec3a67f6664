using Muster.Contracts;
using Muster.Ledger;

namespace Muster.Grains.Tests;

/// <summary>A job's coordinator, when the ledger, the nodes or the coordinator itself fail at the worst moment.</summary>
public sealed class CoordinatorTests
{
    public static TheoryData<string, JobEvent?> Writes => new()
    {
        { "Admit", null }, { "OpenJob", null }, { "OpenNode", null }, { "Commit", null },
        { "Transition", JobEvent.Start }, { "Transition", JobEvent.Run }, { "Transition", JobEvent.Succeed },
    };

    [Theory, MemberData(nameof(Writes))]
    public async Task Write_ThatFailedBeforeItsEffect_HappensOnceInTheEnd(string operation, JobEvent? trigger)
    {
        var fault = Once.Fail(c => c.Operation == operation && c.Event == trigger);
        await using var muster = await StartAsync(ledger => ledger.Before = fault.Run);
        await RunsOnceAsync(muster);
        Assert.True(fault.Happened);
    }

    [Theory, MemberData(nameof(Writes))]
    public async Task Write_ThatFailedAfterItsEffect_HappensOnceInTheEnd(string operation, JobEvent? trigger)
    {
        var fault = Once.Fail(c => c.Operation == operation && c.Event == trigger);
        await using var muster = await StartAsync(ledger => ledger.After = fault.Run);
        await RunsOnceAsync(muster);
        Assert.True(fault.Happened);
    }

    [Theory]
    [InlineData(JobEvent.Fence)]
    [InlineData(JobEvent.Requeue)]
    public async Task Retry_WhoseRecordFails_IsChargedOnce(JobEvent trigger)
    {
        foreach (var after in new[] { false, true })
        {
            var fault = Once.Fail(c => c.Event == trigger);
            await using var muster = await StartAsync(ledger => ledger.Play(fault, after));
            await muster.SubmitAsync(Gang.Of("job", pods: 2, duration: "10ms", exitCode: "1").Retry(1));
            var ended = await muster.EndAsync("job");
            Assert.Equal((JobState.Failed, 2, 1, true), (ended.State, ended.Runs, ended.Retries, fault.Happened));
            await muster.CheckNothingLeaksAsync();
        }
    }

    [Fact]
    public async Task Submit_WhoseAnswerWasLost_IsTheSameJobAgain()
    {
        var fault = Once.Fail(static c => c.Operation == "Submit");
        await using var muster = await StartAsync(ledger => ledger.After = fault.Run);
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => muster.SubmitAsync(Gang.Of("job"), "token"));
        Assert.False((await muster.SubmitAsync(Gang.Of("job"), "token")).Created);
        await muster.SucceedAsync("job");
        Assert.Single(muster.Runs("job"));
    }

    [Fact]
    public async Task Submit_WhoseAnswerWasLostAndThatNobodyRepeats_RunsAllTheSame()
    {
        var fault = Once.Fail(static c => c.Operation == "Submit");
        await using var muster = await StartAsync(ledger => ledger.After = fault.Run);
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => muster.SubmitAsync(Gang.Of("job")));
        await muster.SucceedAsync("job");
    }

    [Fact]
    public async Task Commit_OfACoordinatorThatWasReplaced_IsFencedOff()
    {
        ScriptedLedger ledger = null!;
        var overtaken = new Once(static c => c.Operation == "Commit", async c => await ledger.Truth.OpenJobAsync(c.Job!.Value));
        await using var muster = await StartAsync(l => (ledger, l.Before) = (l, overtaken.Run));
        await RunsOnceAsync(muster);
        Assert.True(overtaken.Happened);
        // The attempt that was overtaken is none of those that ran.
        Assert.True((await muster.RecordAsync("job")).Attempt.Epoch > 1);
    }

    [Fact]
    public async Task Commit_OfAnAttemptThatWasWounded_IsTriedAnew()
    {
        ScriptedLedger ledger = null!;
        var wounded = new Once(static c => c.Operation == "Commit", c => ledger.Truth.TryAbortAsync(c.Job!.Value, c.Attempt!.Value));
        await using var muster = await StartAsync(l => (ledger, l.Before) = (l, wounded.Run));
        await RunsOnceAsync(muster);
        Assert.True(wounded.Happened);
        Assert.Equal(2, (await muster.StatesAsync("job")).Count(static s => s == JobState.Queued));
    }

    [Fact]
    public async Task Commit_WithAGrantOfANodeThatWasRestarted_IsRenewed()
    {
        ScriptedLedger ledger = null!;
        var restarted = new Once(static c => c.Operation == "Commit", _ => ledger.Truth.OpenNodeAsync(new NodeId(new("east"), "east-01"), EpochToken.New()));
        await using var muster = await StartAsync(l => (ledger, l.Before) = (l, restarted.Run));
        await RunsOnceAsync(muster);
        Assert.True(restarted.Happened);
        // Renewed in the same attempt, not queued again.
        Assert.Single(await muster.StatesAsync("job"), static s => s == JobState.Queued);
    }

    [Theory]
    [InlineData("OpenJob", null, false)]
    [InlineData("Commit", null, false)]
    [InlineData("Commit", null, true)]
    [InlineData("Transition", JobEvent.Start, false)]
    [InlineData("Transition", JobEvent.Run, true)]
    [InlineData("Transition", JobEvent.Succeed, false)]
    [InlineData("Transition", JobEvent.Succeed, true)]
    [InlineData("Admit", null, true)]
    public async Task Silo_KilledAtAStep_AnotherGoesOnAndTheZombieDoesNoHarm(string operation, JobEvent? trigger, bool after)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var step = new Once(c => c.Operation == operation && c.Event == trigger, async _ =>
        {
            reached.SetResult();
            await goOn.Task;
        });
        await using var muster = await StartAsync(ledger => ledger.Play(step, after));
        await muster.SubmitAsync(Gang.Of("job", pods: 2));
        await reached.Task.WaitAsync(Poll.Patience, TestContext.Current.CancellationToken);
        await muster.KillAndReplaceAsync(muster.Silos.Silos[0]);
        var ended = await muster.EndAsync("job");
        // Late, the dead silo's write still arrives.
        goOn.SetResult();
        Assert.Equal(JobState.Succeeded, ended.State);
        await muster.CheckNothingLeaksAsync();
        Assert.Equal(JobState.Succeeded, (await muster.RecordAsync("job")).State);
        Assert.Equal(2, muster.Runs("job").Length);
    }

    [Fact]
    public async Task Zombie_ThatCommitsAtTheSameTime_CommitsNothing()
    {
        // The old coordinator's commit arrives while the new one holds its grants.
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var commits = 0;
        await using var muster = await StartAsync(ledger => ledger.Before = async c =>
        {
            if (c.Operation != "Commit")
                return;
            if (Interlocked.Increment(ref commits) == 1)
            {
                reached.SetResult();
                await held.Task;
            }
            else
                held.TrySetResult();
        });
        await muster.SubmitAsync(Gang.Of("job", pods: 4, cpu: "8"));
        await reached.Task.WaitAsync(Poll.Patience, TestContext.Current.CancellationToken);
        await muster.KillAndReplaceAsync(muster.Silos.Silos[0]);
        await muster.SucceedAsync("job");
        Assert.Equal(4, muster.Runs("job").Length);
        await muster.CheckNothingLeaksAsync();
    }

    [Fact]
    public async Task RepeatedSubmit_WhileAnotherActivationCoordinates_DoesNotJoinIn()
    {
        // The record is admitted, and its coordinator has opened it, when the repeat reads it.
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var attempts = new List<Attempt>();
        var first = new Once(static c => c.Operation == "Commit", async _ =>
        {
            reached.SetResult();
            await goOn.Task;
        });
        await using var muster = await StartAsync(ledger => ledger.Before = c =>
        {
            if (c is { Operation: "Commit", Attempt: { } attempt })
                lock (attempts)
                    attempts.Add(attempt);
            return first.Run(c);
        });
        await muster.SubmitAsync(Gang.Of("job", pods: 2), "token");
        await reached.Task.WaitAsync(Poll.Patience, TestContext.Current.CancellationToken);
        await muster.KillAndReplaceAsync(muster.Silos.Silos[0]);
        Assert.False((await muster.SubmitAsync(Gang.Of("job", pods: 2), "token")).Created);
        await muster.SucceedAsync("job");
        goOn.SetResult();
        lock (attempts)
            Assert.Equal(attempts.Count, attempts.Select(static a => a.Epoch).Distinct().Count());
    }

    private static async Task RunsOnceAsync(GrainCluster muster)
    {
        await muster.SubmitAsync(Gang.Of("job", pods: 2));
        var ended = await muster.EndAsync("job");
        Assert.Equal((JobState.Succeeded, 1), (ended.State, ended.Runs));
        Assert.Equal(2, muster.Runs("job").Length);
        Assert.Equal(1, muster.Audit.Commits);
        await muster.CheckNothingLeaksAsync();
    }

    private static Task<GrainCluster> StartAsync(Action<ScriptedLedger> script) => GrainCluster.StartAsync(new()
    {
        Clusters = [("east", 4)],
        Ledger = inner =>
        {
            var ledger = new ScriptedLedger(inner);
            script(ledger);
            return ledger;
        },
    });
}

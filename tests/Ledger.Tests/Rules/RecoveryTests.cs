using System.Collections.Immutable;
using Muster.Contracts;
using static Muster.Ledger.Tests.TestLedger;

namespace Muster.Ledger.Tests;

public abstract class RecoveryTests(Store store)
{
    [Fact]
    public async Task Begin_MakesAnotherStoreThatRemembersWhatItDescendsFrom()
    {
        await using var t = new TestLedger(store);
        var (old, found) = (t.Ledger.Incarnation, Guid.NewGuid());
        var begun = await t.Recovery.BeginAsync([found], 0, Stop);
        var standing = await t.Recovery.ReadStandingAsync(Stop);
        Assert.Equal((begun, true), (standing.Incarnation, standing.UnderWay));
        Assert.NotEqual(old, begun);
        await t.Recovery.EndAsync(begun, Stop);
        await t.ReopenAsync();
        Assert.Equal(begun, t.Ledger.Incarnation);
        Assert.True(t.Ledger.Ancestors.SetEquals([old, found]));
        Assert.False((await t.Recovery.ReadStandingAsync(Stop)).UnderWay);
    }

    [Fact]
    public async Task WhileItIsUnderWay_NothingElseIsRecordedButEverythingIsRead()
    {
        await using var t = new TestLedger(store);
        var job = await t.Ledger.CommittedAsync();
        await t.Recovery.BeginAsync([], 0, Stop);
        await t.ReopenAsync();
        var l = t.Ledger;
        Func<Task>[] writes =
        [
            () => l.SubmitAsync(Sample.Submission("b"), Stop), () => l.OpenNodeAsync(Sample.Node("n1"), Life.NodeToken, Stop),
            () => l.OpenTreeAsync(Sample.Root, Life.TreeToken, Stop), () => l.AdmitAsync(Sample.Root, Life.TreeToken, [], Stop),
            () => l.CommitAsync(l.GoodCommit(), Stop), () => l.TryAbortAsync(job.Id, job.Attempt, Stop),
            () => l.TransitionAsync(new() { Job = job.Id, Event = JobEvent.Start }, Stop), () => l.DeleteJobAsync(job.Id, null, Stop),
            () => l.SetCordonAsync("queue/a", new("", "ops", default), Stop), () => l.RemoveClusterAsync(new("c"), false, Stop),
            () => l.RegisterClusterAsync(new() { Spec = new() { Name = "c" } }, false, Stop),
            () => l.PinClusterAsync(new() { Name = "c" }, null, "uid", true, Stop),
        ];
        foreach (var write in writes)
            Assert.Contains("recovered", (await Assert.ThrowsAsync<LedgerUnavailableException>(write)).Message, StringComparison.Ordinal);
        Assert.Equal(job.Version, (await l.ReadJobAsync(job.Id, Stop))!.Version);
    }

    [Fact]
    public async Task AfterIt_ALedgerThatWasOpenBefore_RecordsNothing()
    {
        await using var t = new TestLedger(store);
        var job = await t.Ledger.AdmittedAsync();
        await t.Ledger.OpenNodesAsync();
        await t.Recovery.EndAsync(await t.Recovery.BeginAsync([], 0, Stop), Stop);
        await Assert.ThrowsAnyAsync<MusterException>(() => t.Ledger.CommitAsync(t.Ledger.GoodCommit("a", job.CoordinatorEpoch), Stop));
        await t.ReopenAsync();
        Assert.Equal(JobState.Admitted, (await t.Ledger.ReadJobAsync(job.Id, Stop))!.State);
        // Also with the new store's name: what nodes granted before is worth nothing.
        var commit = await t.Ledger.CommitAsync(t.Ledger.GoodCommit("a", job.CoordinatorEpoch), Stop);
        Assert.Equal(CommitResult.StaleNodes, commit.Result);
    }

    [Fact]
    public async Task Recover_OfAnUnknownJob_RecordsItWithItsAgePlacesAndCharge()
    {
        await using var t = new TestLedger(store);
        Assert.Equal([RecoveryResult.Created], await RecoverAsync(t, Shown() with { Seq = 41, Runs = 3, Retries = 1 }));
        var job = (await t.Ledger.ReadJobAsync(Sample.Id("a"), Stop))!;
        Assert.Equal((JobState.Running, "uid-a", 41L, Attempt.Of(7, 2), 3, 1), (job.State, job.Uid, job.Seq, job.Attempt, job.Runs, job.Retries));
        Assert.Equal("uid-a", job.Metadata.Uid);
        Assert.True(job.CoordinatorEpoch > 7);
        Assert.Equal(Attempt.Of(7, 3), job.AbortedUpTo);
        Assert.Equal(Sample.Id("a"), Assert.Single((await t.Ledger.OpenNodeAsync(Sample.Node("n2"), Life.NodeToken, Stop)).Claims).Job);
        Assert.Equal(Sample.Charge().Single().Resources, Assert.Single((await t.Ledger.OpenTreeAsync(Sample.Root, Life.TreeToken, Stop)).Charged).Charge.Single().Resources);
        Assert.Single(await t.Ledger.ListPlacedAsync(Sample.Cluster, Stop));
        Assert.Equal(42, (await t.Ledger.QueuedAsync("b")).Seq);
    }

    [Theory]
    [InlineData(JobState.Queued)]
    [InlineData(JobState.Admitted)]
    [InlineData(JobState.Running)]
    [InlineData(JobState.Fencing)]
    [InlineData(JobState.Suspended)]
    public async Task Recover_OfARecordThatIsBehind_MovesIt(JobState behind)
    {
        await using var t = new TestLedger(store);
        await t.Ledger.BringToAsync(behind);
        var shown = Shown() with { Placement = Sample.Placement("n3") };
        Assert.Equal([RecoveryResult.Moved], await RecoverAsync(t, shown));
        var job = (await t.Ledger.ReadJobAsync(Sample.Id("a"), Stop))!;
        Assert.Equal((JobState.Running, Attempt.Of(7, 2), "n3"), (job.State, job.Attempt, job.Placement!.Nodes.Single().Node));
        foreach (var node in new[] { "n1", "n2" })
            Assert.Empty((await t.Ledger.OpenNodeAsync(Sample.Node(node), Life.NodeToken, Stop)).Claims);
        Assert.Single((await t.Ledger.OpenNodeAsync(Sample.Node("n3"), Life.NodeToken, Stop)).Claims);
        Assert.Empty(await t.Ledger.ListQueuedAsync(new("leaf"), 0, 10, Stop));

        // What holds places can end, and gives everything back.
        Assert.True((await t.Ledger.ApplyAsync(JobEvent.Succeed)).Applied);
        Assert.Empty((await t.Ledger.OpenNodeAsync(Sample.Node("n3"), Life.NodeToken, Stop)).Claims);
        Assert.Empty((await t.Ledger.OpenTreeAsync(Sample.Root, Life.TreeToken, Stop)).Charged);
        Assert.Empty(await t.Ledger.ListPlacedAsync(Sample.Cluster, Stop));
    }

    [Theory]
    [InlineData("uid-a", 1, JobState.Running, RecoveryResult.Kept)]
    [InlineData("uid-else", 7, JobState.Running, RecoveryResult.OtherSubmission)]
    [InlineData("uid-a", 7, JobState.Succeeded, RecoveryResult.Kept)]
    public async Task Recover_OfARecordThatAgreesOrIsNewerOrAnothers_LeavesIt(string uid, int epoch, JobState recorded, RecoveryResult expected)
    {
        await using var t = new TestLedger(store);
        await t.Ledger.BringToAsync(recorded);
        var before = await t.Ledger.ReadJobAsync(Sample.Id("a"), Stop);
        var attempt = Attempt.Of(epoch, 1);
        var shown = Shown() with { Uid = uid, Attempt = attempt, Newest = attempt, Placement = Sample.Placement("n1", "n2") };
        Assert.Equal([expected], await RecoverAsync(t, shown));
        Assert.Equal(before!.Version, (await t.Ledger.ReadJobAsync(Sample.Id("a"), Stop))!.Version);
    }

    [Fact]
    public async Task Recover_AgainAfterItBrokeOff_ComesToTheSame()
    {
        await using var t = new TestLedger(store);
        ImmutableArray<RecoveredJob> jobs = [.. Enumerable.Range(1, 5).Select(i => Shown("j" + i) with { Seq = 100 - i })];
        var first = await t.Recovery.BeginAsync([], 0, Stop);
        await t.Recovery.RecoverAsync(first, [.. jobs.Take(3)], Stop);
        await t.ReopenAsync();
        var results = await RecoverAsync(t, [.. jobs]);
        Assert.Equal([.. Enumerable.Repeat(RecoveryResult.Kept, 3), .. Enumerable.Repeat(RecoveryResult.Created, 2)], results);
        Assert.Equal([95, 96, 97, 98, 99], (await t.Ledger.ListJobsAsync(new(), Stop)).Items.Select(static j => j.Seq));
    }

    [Fact]
    public async Task Recover_ByOneThatWasOvertaken_IsRefused()
    {
        await using var t = new TestLedger(store);
        var first = await t.Recovery.BeginAsync([], 0, Stop);
        var second = await t.Recovery.BeginAsync([], 0, Stop);
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => t.Recovery.RecoverAsync(first, [Shown()], Stop));
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => t.Recovery.EndAsync(first, Stop));
        await t.Recovery.EndAsync(second, Stop);
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => t.Recovery.RecoverAsync(second, [Shown()], Stop));
        Assert.Null(await t.Recovery.ReadRecordAsync(Sample.Id("a"), Stop));
    }

    [Fact]
    public async Task AfterIt_ARequeuedJob_GetsAttemptsAboveEverythingShown()
    {
        await using var t = new TestLedger(store);
        await RecoverAsync(t, Shown());
        await t.Ledger.ApplyAsync(JobEvent.Fence);
        await t.Ledger.ApplyAsync(JobEvent.Requeue);
        await t.Ledger.AdmitAsync("a");
        var opened = (await t.Ledger.OpenJobAsync(Sample.Id("a"), Stop))!;
        Assert.True(Attempt.Of(opened.CoordinatorEpoch, 1) > Attempt.Of(7, 3));
        await t.Ledger.OpenNodesAsync();
        Assert.Equal(CommitResult.Committed, (await t.Ledger.CommitAsync(t.Ledger.GoodCommit("a", opened.CoordinatorEpoch), Stop)).Result);
    }

    private static async Task<ImmutableArray<RecoveryResult>> RecoverAsync(TestLedger t, params RecoveredJob[] jobs)
    {
        var incarnation = await t.Recovery.BeginAsync([], 0, Stop);
        var results = await t.Recovery.RecoverAsync(incarnation, [.. jobs], Stop);
        await t.Recovery.EndAsync(incarnation, Stop);
        await t.ReopenAsync();
        return results;
    }

    private static RecoveredJob Shown(string name = "a")
    {
        var submission = Sample.Submission(name);
        return new()
        {
            Id = Sample.Id(name), Uid = "uid-" + name, Metadata = submission.Job.Metadata, Spec = submission.Job.Spec, Demand = submission.Demand,
            Root = Sample.Root, State = JobState.Running, Attempt = Attempt.Of(7, 2), Newest = Attempt.Of(7, 3),
            Placement = Sample.Placement("n1", "n2"), Charge = Sample.Charge(), Runs = 1,
        };
    }
}

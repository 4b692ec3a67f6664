using Muster.Contracts;
using static Muster.Ledger.Tests.TestLedger;

namespace Muster.Ledger.Tests;

/// <summary>The guards of a commit, each by itself, and their order.</summary>
public abstract class CommitTests(Store store)
{
    [Fact]
    public async Task Commit_WithEveryGuardHeld_RecordsTheWholeGang()
    {
        await using var t = new TestLedger(store);

        await t.Ledger.CommittedAsync();
        await t.ReopenAsync();
        var job = await t.Ledger.ReadJobAsync(Sample.Id("a"), Stop);

        Assert.Equal((JobState.Committed, Life.First, 1), (job!.State, job.Attempt, job.Runs));
        foreach (var node in new[] { "n1", "n2" })
        {
            var claim = Assert.Single((await t.Ledger.OpenNodeAsync(Sample.Node(node), EpochToken.New(), Stop)).Claims);
            Assert.Equal((Sample.Id("a"), Life.First, 1000L), (claim.Job, claim.Attempt, claim.Resources[ResourceNames.Gpu]));
        }
    }

    [Fact]
    public async Task Commit_Repeated_IsToldItsSuccessAndRecordedOnce()
    {
        await using var t = new TestLedger(store);
        await t.Ledger.CommittedAsync();
        // Nothing that has changed since may turn a replay into a refusal.
        await t.Ledger.OpenNodeAsync(Sample.Node("n1"), EpochToken.New(), Stop);
        await t.ReopenAsync();

        var again = await t.Ledger.CommitAsync(t.Ledger.GoodCommit(), Stop);

        Assert.Equal((CommitResult.Committed, 1), (again.Result, again.Job!.Runs));
    }

    [Fact]
    public async Task Commit_ByManyAtOnce_IsRecordedOnce()
    {
        await using var t = new TestLedger(store);
        await t.Ledger.AdmittedAsync();
        await t.Ledger.OpenNodesAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ =>
            Task.Run(() => t.Ledger.CommitAsync(t.Ledger.GoodCommit(), Stop))));

        Assert.All(outcomes, o => Assert.Equal((CommitResult.Committed, 1), (o.Result, o.Job!.Runs)));
    }

    [Theory]
    [InlineData(JobState.Queued)]
    [InlineData(JobState.Starting)]
    [InlineData(JobState.Running)]
    [InlineData(JobState.Draining)]
    [InlineData(JobState.Fencing)]
    [InlineData(JobState.Succeeded)]
    public async Task Commit_OfAJobThatIsNotAdmitted_IsRefused(JobState state)
    {
        await using var t = new TestLedger(store);
        await t.Ledger.BringToAsync(state);
        await t.Ledger.OpenNodesAsync();

        var outcome = await t.Ledger.CommitAsync(t.Ledger.GoodCommit(), Stop);

        Assert.Equal((CommitResult.WrongState, state), (outcome.Result, outcome.Job!.State));
    }

    [Fact]
    public async Task Commit_OfAnotherAttemptOfACommittedJob_IsRefused()
    {
        await using var t = new TestLedger(store);
        await t.Ledger.CommittedAsync();

        var outcome = await t.Ledger.CommitAsync(t.Ledger.GoodCommit() with { Attempt = Attempt.Of(1, 2) }, Stop);

        Assert.Equal((CommitResult.WrongState, Life.First), (outcome.Result, outcome.Job!.Attempt));
    }

    [Fact]
    public async Task Commit_OfAnUnknownJob_IsRefused()
    {
        await using var t = new TestLedger(store);
        await t.Ledger.OpenNodesAsync();

        var outcome = await t.Ledger.CommitAsync(t.Ledger.GoodCommit(), Stop);

        Assert.Equal((CommitResult.WrongState, null), (outcome.Result, outcome.Job));
    }

    [Fact]
    public async Task Commit_ByAnOlderCoordinator_IsRefused()
    {
        await using var t = new TestLedger(store);
        await t.Ledger.AdmittedAsync();
        await t.Ledger.OpenNodesAsync();
        await t.Ledger.OpenJobAsync(Sample.Id("a"), Stop);
        // An abort and a stale node as well: the coordinator's guard comes first.
        await t.Ledger.TryAbortAsync(Sample.Id("a"), Life.First, Stop);
        await t.Ledger.OpenNodeAsync(Sample.Node("n1"), EpochToken.New(), Stop);

        var outcome = await t.Ledger.CommitAsync(t.Ledger.GoodCommit(), Stop);

        Assert.Equal((CommitResult.StaleCoordinator, JobState.Admitted), (outcome.Result, outcome.Job!.State));
    }

    [Theory]
    [InlineData(1, CommitResult.Aborted)]
    [InlineData(2, CommitResult.Aborted)]
    [InlineData(3, CommitResult.Committed)]
    public async Task Commit_OfAnAbortedAttempt_IsRefusedForGood(int attempt, CommitResult expected)
    {
        await using var t = new TestLedger(store);
        await t.Ledger.AdmittedAsync();
        await t.Ledger.OpenNodesAsync();
        await t.Ledger.TryAbortAsync(Sample.Id("a"), Attempt.Of(1, 2), Stop);
        await t.ReopenAsync();
        if (expected == CommitResult.Aborted) // before the nodes are looked at
            await t.Ledger.OpenNodeAsync(Sample.Node("n1"), EpochToken.New(), Stop);

        var outcome = await t.Ledger.CommitAsync(t.Ledger.GoodCommit() with { Attempt = Attempt.Of(1, attempt) }, Stop);

        Assert.Equal(expected, outcome.Result);
    }

    [Fact]
    public async Task Commit_WithStaleGrants_NamesEveryNodeAndRecordsNothing()
    {
        await using var t = new TestLedger(store);
        await t.Ledger.AdmittedAsync();
        await t.Ledger.OpenNodesAsync();
        var old = EpochToken.New();
        var commit = t.Ledger.Commit("a", Life.First, 1, ("n1", old), ("n2", Life.NodeToken), ("never-opened", old));
        commit = commit with { Placement = Sample.Placement("n1", "n2", "never-opened", "not-granted") };

        var outcome = await t.Ledger.CommitAsync(commit, Stop);

        Assert.Equal(CommitResult.StaleNodes, outcome.Result);
        Assert.Equal(["n1", "never-opened", "not-granted"], outcome.StaleNodes);
        Assert.Equal(JobState.Admitted, outcome.Job!.State);
        Assert.Empty((await t.Ledger.OpenNodeAsync(Sample.Node("n2"), EpochToken.New(), Stop)).Claims);
    }

    [Fact]
    public async Task Commit_OntoANodeThatGrantedNothing_NamesItThoughAllGrantsAreCurrent()
    {
        await using var t = new TestLedger(store);
        await t.Ledger.AdmittedAsync();
        await t.Ledger.OpenNodesAsync();
        var commit = t.Ledger.GoodCommit() with { Placement = Sample.Placement("n1", "n2", "not-granted") };

        var outcome = await t.Ledger.CommitAsync(commit, Stop);

        Assert.Equal(CommitResult.StaleNodes, outcome.Result);
        Assert.Equal(["not-granted"], outcome.StaleNodes);
    }

    [Fact]
    public async Task Commit_ToAnotherStore_IsRefusedBeforeAllElse()
    {
        await using var t = new TestLedger(store);
        await t.Ledger.CommittedAsync();

        var outcome = await t.Ledger.CommitAsync(t.Ledger.GoodCommit() with { Incarnation = Guid.NewGuid() }, Stop);

        Assert.Equal((CommitResult.OtherIncarnation, null), (outcome.Result, outcome.Job));
    }

    [Fact]
    public async Task Commit_ThatMakesNoSense_IsAMistakeOfTheCaller()
    {
        await using var t = new TestLedger(store);
        var twice = t.Ledger.GoodCommit() with { Placement = Sample.Placement("n1", "n1") };

        await Assert.ThrowsAsync<ArgumentException>(() => t.Ledger.CommitAsync(twice, Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => t.Ledger.CommitAsync(t.Ledger.Commit("a", Life.First, 1), Stop));
    }
}

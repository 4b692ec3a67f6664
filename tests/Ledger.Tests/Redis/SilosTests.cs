using Muster.Contracts;
using static Muster.Ledger.Tests.TestLedger;

namespace Muster.Ledger.Tests;

/// <summary>Several silos on one store.</summary>
public sealed class SilosTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task WaitForChanges_OfAnotherSilo_Completes()
    {
        await using var one = new TestLedger(Store.Redis);
        await using var two = Beside(one);
        var wait = two.Ledger.WaitForChangesAsync(0, Stop);

        await one.Ledger.QueuedAsync();

        Assert.Equal(1, await wait.WaitAsync(Soon, Stop));
    }

    [Fact]
    public async Task Silos_ShareOneStoreAndItsFences()
    {
        await using var one = new TestLedger(Store.Redis);
        await using var two = Beside(one);
        Assert.Equal(one.Ledger.Incarnation, two.Ledger.Incarnation);
        await one.Ledger.AdmittedAsync();
        await one.Ledger.OpenNodesAsync();

        // The other opens the job, a node and the tree: what the first holds is stale.
        Assert.Equal(2, (await two.Ledger.OpenJobAsync(Sample.Id("a"), Stop))!.CoordinatorEpoch);
        Assert.Equal(CommitResult.StaleCoordinator, (await one.Ledger.CommitAsync(one.Ledger.GoodCommit(), Stop)).Result);
        await two.Ledger.OpenNodeAsync(Sample.Node("n1"), EpochToken.New(), Stop);
        Assert.Equal(["n1"], (await one.Ledger.CommitAsync(one.Ledger.GoodCommit(epoch: 2), Stop)).StaleNodes);
        await two.Ledger.OpenTreeAsync(Sample.Root, EpochToken.New(), Stop);
        Assert.True((await one.Ledger.AdmitAsync(Sample.Root, Life.TreeToken, [], Stop)).Stale);
    }

    [Fact]
    public async Task Submit_SameTokenByTwoSilosAtOnce_CreatesOneJobEach()
    {
        await using var one = new TestLedger(Store.Redis);
        await using var two = Beside(one);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 400).Select(i =>
            (i % 2 == 0 ? one : two).Ledger.SubmitAsync(Sample.Submission($"j{i / 4}"), Stop)));

        Assert.Equal(100, outcomes.Count(static o => o.Result == SubmissionResult.Created));
        Assert.Equal(300, outcomes.Count(static o => o.Result == SubmissionResult.Repeated));
        Assert.Equal(Enumerable.Range(1, 100).Select(static i => (long)i), outcomes.Select(static o => o.Job!.Seq).Distinct().Order());
    }

    // A body that was kept must not be given for another job of the same name.
    [Fact]
    public async Task Job_DeletedAndMadeAnewByAnotherSilo_IsReadAsItIs()
    {
        await using var one = new TestLedger(Store.Redis);
        await using var two = Beside(one);
        await one.Ledger.BringToAsync(JobState.Cancelled);
        await two.Ledger.DeleteJobAsync(Sample.Id("a"), null, Stop);
        await two.Ledger.SubmitAsync(Sample.Submission("a", token: "again", queue: "other"), Stop);

        var job = await one.Ledger.ReadJobAsync(Sample.Id("a"), Stop);

        Assert.Equal((2L, "other"), (job!.Seq, job.Spec.Queue));
    }

    [Fact]
    public async Task Commit_OfAVeryWideGang_IsWholeOrNot()
    {
        await using var t = new TestLedger(Store.Redis);
        string[] nodes = [.. Enumerable.Range(0, 4_000).Select(static i => $"n{i}")];
        await t.Ledger.AdmittedAsync();
        await Task.WhenAll(nodes.Select(node => t.Ledger.OpenNodeAsync(Sample.Node(node), Life.NodeToken, Stop)));
        var commit = t.Ledger.Commit("a", Life.First, 1, [.. nodes.Select(static node => (node, Life.NodeToken))]);
        await t.Ledger.OpenNodeAsync(Sample.Node("n3999"), EpochToken.New(), Stop);

        Assert.Equal(["n3999"], (await t.Ledger.CommitAsync(commit, Stop)).StaleNodes);
        await t.Ledger.OpenNodeAsync(Sample.Node("n3999"), Life.NodeToken, Stop);
        Assert.Equal(CommitResult.Committed, (await t.Ledger.CommitAsync(commit, Stop)).Result);
        Assert.Single((await t.Ledger.OpenNodeAsync(Sample.Node("n3999"), Life.NodeToken, Stop)).Claims);
        await t.Ledger.ApplyAsync(JobEvent.Succeed);
        Assert.Empty((await t.Ledger.OpenNodeAsync(Sample.Node("n2000"), Life.NodeToken, Stop)).Claims);
    }

    internal static TestLedger Beside(TestLedger one) => new(Store.Redis, redis: o => o.Prefix = one.RedisOptions.Prefix);
}

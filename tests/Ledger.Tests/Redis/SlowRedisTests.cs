using System.Diagnostics;
using Muster.Contracts;
using static Muster.Ledger.Tests.TestLedger;

namespace Muster.Ledger.Tests;

/// <summary>A Redis that does not answer for a while, or whose answers get lost.</summary>
public sealed class SlowRedisTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMilliseconds(400);

    [Fact]
    public async Task Paused_CallsAreBoundedInTimeAndNumber()
    {
        using var server = RedisServer.Start();
        await using var t = new TestLedger(Store.Redis, redis: o => (o.CallTimeout, o.MaxInFlight) = (Deadline, 8), server: server);
        await t.Ledger.QueuedAsync();

        server.Pause(TimeSpan.FromSeconds(2));
        var started = Stopwatch.GetTimestamp();
        var calls = Enumerable.Range(0, 40).Select(async i =>
        {
            try
            {
                await t.Ledger.SubmitAsync(Sample.Submission($"j{i}"), Stop);
                return null;
            }
            catch (MusterException fault)
            {
                return fault;
            }
        }).ToArray();
        var faults = await Task.WhenAll(calls);
        var took = Stopwatch.GetElapsedTime(started);

        // One or another of the eight places may be taken by the look whether the store is sound.
        Assert.InRange(faults.Count(static f => f is LedgerUnavailableException), 6, 8);
        Assert.Equal(40, faults.Count(static f => f is LedgerUnavailableException or OverloadedException));
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(1.5));
        Assert.InRange(t.Redis.InFlight, 0, 8);
        Assert.Contains("0.4 s", faults.First(static f => f is LedgerUnavailableException)!.Message, StringComparison.Ordinal);

        // It goes on by itself, and what was sent before may have been done: the same token tells.
        foreach (var i in Enumerable.Range(0, 40))
        {
            var outcome = await Poll.UntilAvailableAsync(() => t.Ledger.SubmitAsync(Sample.Submission($"j{i}"), Stop));
            Assert.Equal($"j{i}", outcome.Job!.Id.Name);
        }
        Assert.Equal(41, (await t.Ledger.ListJobsAsync(new(), Stop)).Items.Length);
        Assert.Equal(41, (await t.Ledger.ReadChangesAsync(0, null, 1_000, Stop)).Length);
    }

    [Fact]
    public async Task Read_WhilePaused_IsBoundedToo()
    {
        using var server = RedisServer.Start();
        await using var t = new TestLedger(Store.Redis, redis: o => o.CallTimeout = Deadline, server: server);
        server.Pause(TimeSpan.FromSeconds(2));

        await Assert.ThrowsAsync<LedgerUnavailableException>(() => t.Ledger.ReadJobAsync(Sample.Id("a"), Stop));
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => t.Ledger.ListJobsAsync(new(), Stop));

        Assert.Null(await Poll.UntilAvailableAsync(() => t.Ledger.ReadJobAsync(Sample.Id("a"), Stop)));
        Assert.Null(t.Redis.Guard.RolledBack);
    }

    [Fact]
    public async Task ReplyLost_TheRepeatHasNoSecondEffect()
    {
        using var server = RedisServer.Start();
        await using var proxy = new LossyProxy(server.Port);
        await using var t = new TestLedger(Store.Redis, redis: o => (o.Configuration, o.CallTimeout) = (proxy.Endpoint, TimeSpan.FromSeconds(1)), server: server);
        await t.Ledger.OpenNodesAsync();
        await t.Ledger.OpenTreeAsync(Sample.Root, Life.TreeToken, Stop);

        // Created, though nobody heard of it.
        var submitted = await LoseReplyAsync(proxy, () => t.Ledger.SubmitAsync(Sample.Submission("a"), Stop));
        Assert.Equal((SubmissionResult.Repeated, 1L), (submitted.Result, submitted.Job!.Seq));
        var admitted = await LoseReplyAsync(proxy, () => t.Ledger.AdmitAsync(
            Sample.Root, Life.TreeToken, [new(Sample.Id("a"), Sample.Placement("n1", "n2"), Sample.Charge())], Stop));
        Assert.Equal([false], admitted.Admitted);
        var opened = await LoseReplyAsync(proxy, () => t.Ledger.OpenJobAsync(Sample.Id("a"), Stop));
        Assert.Equal((JobState.Admitted, 2L), (opened!.State, opened.CoordinatorEpoch));
        var committed = await LoseReplyAsync(proxy, () => t.Ledger.CommitAsync(t.Ledger.GoodCommit("a", 2), Stop));
        Assert.Equal((CommitResult.Committed, 1), (committed.Result, committed.Job!.Runs));
        var started = await LoseReplyAsync(proxy, () => t.Ledger.ApplyAsync(JobEvent.Start));
        Assert.Equal((false, JobState.Starting), (started.Applied, started.Job!.State));
        var aborted = await LoseReplyAsync(proxy, () => t.Ledger.TryAbortAsync(Sample.Id("a"), Attempt.Of(2, 1), Stop));
        Assert.True(aborted.Committed);

        var changes = await t.Ledger.ReadChangesAsync(0, null, 100, Stop);
        Assert.Equal([JobState.Queued, JobState.Admitted, JobState.Committed, JobState.Starting], changes.Select(static c => c.To));
    }

    // Asks while replies are lost, then again on a fresh connection.
    private static async Task<T> LoseReplyAsync<T>(LossyProxy proxy, Func<Task<T>> ask)
    {
        proxy.SwallowReplies();
        await Assert.ThrowsAsync<LedgerUnavailableException>(ask);
        proxy.Heal();
        return await Poll.UntilAvailableAsync(ask);
    }
}

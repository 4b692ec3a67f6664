using System.Collections.Concurrent;
using Muster.Contracts;
using static Muster.Ledger.Tests.TestLedger;

namespace Muster.Ledger.Tests;

/// <summary>Redis dies, or loses its scripts, while silos go on.</summary>
public sealed class RedisCrashTests
{
    private const int Callers = 16;
    private const int Kills = 3;
    private const int AcceptedBetweenKills = 300;

    [Fact]
    public async Task Redis_KilledUnderLoad_HasAllThatItAccepted()
    {
        using var server = RedisServer.Start();
        await using var t = new TestLedger(Store.Redis, redis: o => o.CallTimeout = TimeSpan.FromSeconds(2), server: server);
        var accepted = new ConcurrentDictionary<string, long>();
        using var enough = new CancellationTokenSource();
        var callers = Enumerable.Range(0, Callers).Select(caller => Task.Run(() => SubmitAsync(t.Ledger, caller, accepted, enough.Token), Stop)).ToArray();

        for (var i = 0; i < Kills; i++)
        {
            var before = accepted.Count;
            await Poll.UntilAsync("jobs are accepted", () => accepted.Count >= before + AcceptedBetweenKills);
            server.Kill();
            server.Restart();
        }
        var last = accepted.Count;
        await Poll.UntilAsync("jobs are accepted again", () => accepted.Count > last);
        await enough.CancelAsync();
        await Task.WhenAll(callers);

        Assert.Null(t.Redis.Guard.RolledBack);
        await t.ReopenAsync();
        foreach (var (name, seq) in accepted)
            Assert.Equal(seq, (await t.Ledger.ReadJobAsync(Sample.Id(name), Stop))!.Seq);
        await AssertOnceEachAsync(t.Ledger);
    }

    [Fact]
    public async Task Scripts_FlushedOrLostWithARestart_AreLoadedAgain()
    {
        using var server = RedisServer.Start();
        await using var t = new TestLedger(Store.Redis, server: server);
        await t.Ledger.CommittedAsync();

        server.Command("SCRIPT", "FLUSH");
        Assert.Equal(SubmissionResult.Created, (await t.Ledger.SubmitAsync(Sample.Submission("b"), Stop)).Result);
        Assert.True((await t.Ledger.ApplyAsync(JobEvent.Start)).Applied);
        server.Kill();
        server.Restart();
        var job = await Poll.UntilAvailableAsync(() => t.Ledger.ReadJobAsync(Sample.Id("a"), Stop));

        Assert.Equal(JobState.Starting, job!.State);
        Assert.True((await t.Ledger.ApplyAsync(JobEvent.Run)).Applied);
    }

    // What a crash can leave at the end of the file was answered to nobody.
    [Fact]
    public async Task Redis_KilledAmidAWrite_LosesNothingThatWasAnswered()
    {
        using var server = RedisServer.Start();
        await using var t = new TestLedger(Store.Redis, server: server);
        var before = await t.Ledger.CommittedAsync();
        server.Kill();
        var file = Assert.Single(Directory.GetFiles(server.AppendOnly, "*.incr.aof"));
        await File.AppendAllTextAsync(file, "*4\r\n$4\r\nHSET\r\n$9\r\nhalf", Stop);

        server.Restart();
        var after = await Poll.UntilAvailableAsync(() => t.Ledger.ReadJobAsync(Sample.Id("a"), Stop));

        Assert.Equal(Outcomes.Text(before), Outcomes.Text(after));
        Assert.True((await t.Ledger.ApplyAsync(JobEvent.Start)).Applied);
        Assert.Null(t.Redis.Guard.RolledBack);
    }

    [Fact]
    public async Task Redis_Gone_IsToldAtOnceAndByItsName()
    {
        using var server = RedisServer.Start();
        await using var t = new TestLedger(Store.Redis, redis: o => o.CallTimeout = TimeSpan.FromSeconds(2), server: server);
        server.Kill();

        var fault = await Assert.ThrowsAsync<LedgerUnavailableException>(() => t.Ledger.SubmitAsync(Sample.Submission("a"), Stop));
        Assert.Contains("Redis", fault.Message, StringComparison.Ordinal);
        var refusal = Assert.Throws<LedgerUnavailableException>(() => new TestLedger(Store.Redis, redis: o => o.CallTimeout = TimeSpan.FromSeconds(1), server: server));
        Assert.Contains("cannot be reached", refusal.Message, StringComparison.Ordinal);
    }

    // A try whose outcome is unknown is repeated, with the same token: that is all a caller has to do.
    private static async Task SubmitAsync(ILedger ledger, int caller, ConcurrentDictionary<string, long> accepted, CancellationToken enough)
    {
        for (var i = 0; !enough.IsCancellationRequested; i++)
        {
            var name = $"j{caller}-{i}";
            var outcome = await Poll.UntilAvailableAsync(() => ledger.SubmitAsync(Sample.Submission(name), CancellationToken.None));
            Assert.True(outcome.Result is SubmissionResult.Created or SubmissionResult.Repeated);
            accepted[name] = outcome.Job!.Seq;
        }
    }

    private static async Task AssertOnceEachAsync(ILedger ledger)
    {
        var (jobs, changes) = (new List<JobRecord>(), new List<JobChange>());
        for (long? after = 0; after is { } begin;)
        {
            var page = await ledger.ListJobsAsync(new() { AfterSeq = begin }, Stop);
            jobs.AddRange(page.Items);
            after = page.Next;
        }
        for (var page = await ledger.ReadChangesAsync(0, null, 1_000, Stop); !page.IsEmpty;
            page = await ledger.ReadChangesAsync(changes[^1].Sequence, null, 1_000, Stop))
            changes.AddRange(page);
        Assert.Equal(Enumerable.Range(1, jobs.Count).Select(static i => (long)i), jobs.Select(static job => job.Seq));
        Assert.Equal(jobs.Select(static job => job.Id), changes.Select(static change => change.Job));
    }
}

using Muster.Contracts;
using static Muster.Ledger.Tests.TestLedger;

namespace Muster.Ledger.Tests;

/// <summary>A store that is not what it was: nothing may be done with it.</summary>
public sealed class RollbackTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Wiped_WithNobodyCalling_IsFoundSoonAndEndsAllWriting()
    {
        using var server = RedisServer.Start();
        await using var t = new TestLedger(Store.Redis, server: server);
        await t.Ledger.CommittedAsync();
        var waiting = t.Ledger.WaitForChangesAsync(1_000, Stop);

        server.Command("FLUSHALL");
        var took = await Poll.UntilAsync("the guard finds out", () => t.Redis.Guard.Lost.IsCancellationRequested);

        Assert.InRange(took, TimeSpan.Zero, Soon);
        await AssertEndedAsync(t.Ledger, "was wiped");
        await Assert.ThrowsAsync<LedgerRolledBackException>(() => waiting);
        Assert.Contains("was wiped", t.Redis.Guard.RolledBack!.Message, StringComparison.Ordinal);
        Assert.Equal(0L, (long)server.Command("DBSIZE"));
    }

    [Fact]
    public async Task WipedAndMadeAnew_IsNotTheSameStore()
    {
        using var server = RedisServer.Start();
        await using var t = new TestLedger(Store.Redis, server: server);
        await t.Ledger.QueuedAsync();
        server.Command("FLUSHALL");
        await using var other = new TestLedger(Store.Redis, redis: o => o.Prefix = t.RedisOptions.Prefix, server: server);

        await AssertEndedAsync(t.Ledger, $"{other.Ledger.Incarnation:N}");

        Assert.Equal(SubmissionResult.Created, (await other.Ledger.SubmitAsync(Sample.Submission("x"), Stop)).Result);
    }

    [Fact]
    public async Task RolledBack_ToAnOlderAppendOnlyFile_IsFoundSoon()
    {
        using var server = RedisServer.Start();
        await using var t = new TestLedger(Store.Redis, server: server);
        await t.Ledger.QueuedAsync("kept");
        var backup = Copy(server.AppendOnly, server.AppendOnly + ".backup");
        await t.Ledger.QueuedAsync("lost");
        var position = t.Redis.Guard.Position;

        server.Kill();
        Directory.Delete(server.AppendOnly, recursive: true);
        Directory.Move(backup, server.AppendOnly);
        server.Restart();
        var took = await Poll.UntilAsync("the guard finds out", () => t.Redis.Guard.Lost.IsCancellationRequested);

        Assert.InRange(took, TimeSpan.Zero, Soon);
        await AssertEndedAsync(t.Ledger, "has gone back");
        // Who comes later has seen nothing; a witness tells, and so does the store.
        var refusal = Assert.Throws<LedgerRolledBackException>(() => new TestLedger(
            Store.Redis, redis: o => (o.Prefix, o.Witnessed) = (t.RedisOptions.Prefix, position), server: server));
        Assert.Contains($"at write {position.Counter}", refusal.Message, StringComparison.Ordinal);
        await using var unaware = new TestLedger(Store.Redis, redis: o => o.Prefix = t.RedisOptions.Prefix, server: server);
        await AssertEndedAsync(unaware.Ledger, "has gone back");
    }

    // As after a fail-over that lost the last writes: only whoever was answered knows of them.
    [Fact]
    public async Task RolledBack_AsOneSiloKnows_EndsTheOthersToo()
    {
        using var server = RedisServer.Start();
        await using var t = new TestLedger(Store.Redis, server: server);
        await t.Ledger.QueuedAsync("a");
        server.Command("HINCRBY", $"{{{t.RedisOptions.Prefix}}}:meta", "counter", -1);
        await using var unaware = new TestLedger(Store.Redis, redis: o => o.Prefix = t.RedisOptions.Prefix, server: server);

        await AssertEndedAsync(t.Ledger, "has gone back");
        var took = await Poll.UntilAsync("the other finds out", () => unaware.Redis.Guard.Lost.IsCancellationRequested);

        Assert.InRange(took, TimeSpan.Zero, Soon);
        await AssertEndedAsync(unaware.Ledger, "has gone back");

        // What is there can be looked at, and recovered; then it is another store, which lacks nothing.
        Assert.False((await unaware.Recovery.ReadStandingAsync(Stop)).UnderWay);
        Assert.NotNull(await unaware.Recovery.ReadRecordAsync(Sample.Id("a"), Stop));
        await unaware.Recovery.EndAsync(await unaware.Recovery.BeginAsync([], 0, Stop), Stop);
        await using var anew = new TestLedger(Store.Redis, redis: o => o.Prefix = t.RedisOptions.Prefix, server: server);
        Assert.Equal(SubmissionResult.Created, (await anew.Ledger.SubmitAsync(Sample.Submission("late"), Stop)).Result);
    }

    // Others may have written so much since that the counter alone shows nothing.
    [Fact]
    public async Task RolledBack_HiddenByWhatOthersWrote_IsFoundBeforeTheNextWrite()
    {
        using var server = RedisServer.Start();
        await using var t = new TestLedger(Store.Redis, server: server);
        await t.Ledger.QueuedAsync("a");
        var writers = $"{{{t.RedisOptions.Prefix}}}:writers";
        var writer = ((string[])server.Command("ZRANGE", writers, 0, 0)!)[0];

        server.Command("ZADD", writers, 1, writer);

        await AssertEndedAsync(t.Ledger, "has gone back");
    }

    // The silo notices by itself within a second; here it has not yet, and the script itself must refuse.
    [Fact]
    public async Task RolledBack_NotYetNoticed_TheNextWriteDoesNothing()
    {
        using var server = RedisServer.Start();
        await using var t = new TestLedger(Store.Redis, server: server);
        for (var i = 0; i < 20; i++)
        {
            await using var silo = new TestLedger(Store.Redis, redis: o => o.Prefix = t.RedisOptions.Prefix, server: server);
            await silo.Ledger.QueuedAsync($"j{i}");
            await silo.Ledger.ReadJobAsync(Sample.Id("a"), Stop);
            server.Command("HINCRBY", $"{{{t.RedisOptions.Prefix}}}:meta", "counter", -1);

            await Assert.ThrowsAsync<LedgerRolledBackException>(() => silo.Ledger.SubmitAsync(Sample.Submission($"after{i}"), Stop));

            server.Command("HINCRBY", $"{{{t.RedisOptions.Prefix}}}:meta", "counter", 1);
            server.Command("HDEL", $"{{{t.RedisOptions.Prefix}}}:meta", "lacks");
            await using var look = new TestLedger(Store.Redis, redis: o => o.Prefix = t.RedisOptions.Prefix, server: server);
            Assert.Null(await look.Ledger.ReadJobAsync(Sample.Id($"after{i}"), Stop));
        }
    }

    [Fact]
    public void Open_OfAnEmptyRedisWhereAStoreWasWitnessed_MakesNone()
    {
        using var server = RedisServer.Start();

        var refusal = Assert.Throws<LedgerRolledBackException>(() => new TestLedger(
            Store.Redis, redis: o => o.Witnessed = new(Guid.NewGuid(), 7), server: server));

        Assert.Contains("is empty", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0L, (long)server.Command("DBSIZE"));
    }

    [Fact]
    public async Task Open_OfTheStoreThatWasWitnessed_IsFine()
    {
        using var server = RedisServer.Start();
        await using var t = new TestLedger(Store.Redis, server: server);
        await t.Ledger.QueuedAsync();
        t.RedisOptions.Witnessed = t.Redis.Guard.Position;

        await t.ReopenAsync();

        Assert.Equal(t.RedisOptions.Witnessed, t.Redis.Guard.Position);
    }

    private static async Task AssertEndedAsync(ILedger ledger, string because)
    {
        var refusal = await Assert.ThrowsAsync<LedgerRolledBackException>(() => ledger.SubmitAsync(Sample.Submission("late"), Stop));
        Assert.Contains(because, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Stop all silos", refusal.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<LedgerRolledBackException>(() => ledger.TransitionAsync(new() { Job = Sample.Id("a"), Event = JobEvent.Cancel }, Stop));
        await Assert.ThrowsAsync<LedgerRolledBackException>(() => ledger.OpenNodeAsync(Sample.Node("n1"), Life.NodeToken, Stop));
        await Assert.ThrowsAsync<LedgerRolledBackException>(() => ledger.ReadJobAsync(Sample.Id("a"), Stop));
    }

    private static string Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        return to;
    }
}

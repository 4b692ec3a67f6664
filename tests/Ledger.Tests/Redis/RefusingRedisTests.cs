using Muster.Contracts;
using static Muster.Ledger.Tests.TestLedger;

namespace Muster.Ledger.Tests;

/// <summary>A Redis that answers, and takes no writes.</summary>
public sealed class RefusingRedisTests
{
    [Fact]
    public Task Full_IsReadOnAndGoesOnWhenThereIsRoom() =>
        RefusesAsync("maxmemory", static server => server.Command("CONFIG", "SET", "maxmemory", "1mb"), static server => server.Command("CONFIG", "SET", "maxmemory", "0"));

    [Fact]
    public Task Replica_IsReadOnAndGoesOnWhenItIsThePrimaryAgain() =>
        RefusesAsync("replica", static server => server.Command("REPLICAOF", "127.0.0.1", "1"), static server => server.Command("REPLICAOF", "NO", "ONE"));

    private static async Task RefusesAsync(string named, Action<RedisServer> begin, Action<RedisServer> end)
    {
        using var server = RedisServer.Start();
        await using var t = new TestLedger(Store.Redis, server: server);
        await t.Ledger.QueuedAsync("before");
        begin(server);

        // Nothing of it is done in part: it is as if it had not been asked for.
        var fault = await Assert.ThrowsAsync<LedgerUnavailableException>(() => t.Ledger.SubmitAsync(Sample.Submission("a"), Stop));
        Assert.Contains(named, fault.Message, StringComparison.Ordinal);
        Assert.Null(await t.Ledger.ReadJobAsync(Sample.Id("a"), Stop));
        Assert.Single((await t.Ledger.ListJobsAsync(new(), Stop)).Items);
        Assert.Single(await t.Ledger.ReadChangesAsync(0, null, 1_000, Stop));

        end(server);
        Assert.Equal("a", (await Poll.UntilAvailableAsync(() => t.Ledger.SubmitAsync(Sample.Submission("a"), Stop))).Job!.Id.Name);
        Assert.Null(t.Redis.Guard.RolledBack);
    }
}

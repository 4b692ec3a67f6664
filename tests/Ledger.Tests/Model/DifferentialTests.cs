using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Muster.Contracts;
using static Muster.Ledger.Tests.TestLedger;

namespace Muster.Ledger.Tests;

public sealed class DifferentialTests
{
    private const int Operations = 25_000;
    private const int EachKindAtLeast = 10;
    private const int RecoverEvery = 500;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task RandomOperations_OnSqliteRedisAndModel_NeverDiffer(int seed)
    {
        await using var sqlite = new TestLedger(Store.Sqlite, place: RedisServer.Place);
        await using var redis = new TestLedger(Store.Redis);
        var model = new ModelLedger(sqlite.Ledger.Incarnation, sqlite.Time);
        await RunAsync(seed, model, sqlite, redis);

        // And the whole of what is kept, also after a restart.
        foreach (var t in new[] { sqlite, redis })
        {
            await t.ReopenAsync();
            await CompareAllAsync(model, t.Ledger);
        }
    }

    private static async Task RunAsync(int seed, ModelLedger model, TestLedger sqlite, TestLedger redis)
    {
        var random = new RandomOperations(seed, model, sqlite.Time);
        var seen = new Dictionary<string, int>();
        for (var i = 0; i < Operations; i++)
        {
            sqlite.Time.Advance(TimeSpan.FromMilliseconds(700));
            redis.Time.Advance(TimeSpan.FromMilliseconds(700));
            var operation = await random.NextAsync(Stop);
            var expected = Outcomes.Text(await operation(model));
            var outcome = await operation(sqlite.Ledger);
            var (onSqlite, onRedis) = (Outcomes.Text(outcome), Outcomes.Text(await operation(redis.Ledger)));
            Assert.True(expected == onSqlite && expected == onRedis,
                $"seed {seed}, operation {i}:\nmodel  {expected}\nSQLite {onSqlite}\nRedis  {onRedis}");
            if (i % RecoverEvery == RecoverEvery - 1)
                await RecoverAsync(random, model, sqlite, redis, seen);
            if (Outcomes.Kind(outcome) is { } kind)
                CollectionsMarshal.GetValueRefOrAddDefault(seen, kind, out _)++;
        }
        foreach (var kind in Outcomes.AllKinds)
            Assert.True(seen.GetValueOrDefault(kind) >= EachKindAtLeast,
                $"seed {seed} saw '{kind}' {seen.GetValueOrDefault(kind)} times; all: {string.Join(", ", seen.OrderBy(s => s.Value))}");
    }

    // Both stores are opened anew: a ledger that was open before a recovery records nothing after it.
    private static async Task RecoverAsync(RandomOperations random, ModelLedger model, TestLedger sqlite, TestLedger redis, Dictionary<string, int> seen)
    {
        var (jobs, epoch) = (await random.RecoveredAsync(Stop), random.Epoch());
        var expected = await RecoverAsync(model, jobs, epoch);
        foreach (var t in new[] { sqlite, redis })
        {
            Assert.Equal(expected, await RecoverAsync(t.Recovery, jobs, epoch));
            await t.ReopenAsync();
            await CompareAllAsync(model, t.Ledger);
        }
        foreach (var result in expected)
            CollectionsMarshal.GetValueRefOrAddDefault(seen, $"Recovery {result}", out _)++;
    }

    private static async Task<RecoveryResult[]> RecoverAsync(ILedgerRecovery ledger, ImmutableArray<RecoveredJob> jobs, long epoch)
    {
        // The first one breaks off half way.
        var first = await ledger.BeginAsync([], epoch, Stop);
        var half = await ledger.RecoverAsync(first, [.. jobs.Take(jobs.Length / 2)], Stop);
        var second = await ledger.BeginAsync([], epoch, Stop);
        var rest = await ledger.RecoverAsync(second, jobs, Stop);
        await ledger.EndAsync(second, Stop);
        return [.. half, .. rest];
    }

    private static async Task CompareAllAsync(ModelLedger model, ILedger ledger)
    {
        Assert.Equal(Outcomes.Text(await model.ListJobsAsync(new(), Stop)), Outcomes.Text(await ledger.ListJobsAsync(new(), Stop)));
        for (var after = 0L; ;)
        {
            var expected = await model.ReadChangesAsync(after, null, 1000, Stop);
            Assert.Equal(Outcomes.Text(expected), Outcomes.Text(await ledger.ReadChangesAsync(after, null, 1000, Stop)));
            if (expected.IsEmpty)
                break;
            after = expected[^1].Sequence;
        }
    }
}

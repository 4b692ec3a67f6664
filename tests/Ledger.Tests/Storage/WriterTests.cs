using Muster.Contracts;
using static Muster.Ledger.Tests.TestLedger;

namespace Muster.Ledger.Tests;

public sealed class WriterTests
{
    [Fact]
    public async Task Operations_ByManyCallers_ShareTransactions()
    {
        await using var t = new TestLedger();

        await Task.WhenAll(Enumerable.Range(0, 2_000).Select(i => t.Ledger.SubmitAsync(Sample.Submission($"j{i}"), Stop)));

        Assert.Equal(2_000, t.Sqlite.Operations);
        Assert.InRange(t.Sqlite.Transactions, 4, 200); // 4: no more than MaxBatch share one
    }

    [Fact]
    public async Task Operation_ThatFails_HarmsNoneOfItsNeighbours()
    {
        await using var t = new TestLedger();
        var gate = new Gate(t.Sqlite);
        var before = Enumerable.Range(0, 10).Select(i => t.Ledger.SubmitAsync(Sample.Submission($"b{i}"), Stop)).ToArray();
        var failing = t.Sqlite.Writer.RunAsync<bool>(
            session =>
            {
                // It writes, and takes a number, before it fails: nothing of that may stay.
                new SubmitRule(Sample.Submission("half")).Run(session);
                throw new FormatException("bad");
            },
            Stop);
        var after = Enumerable.Range(0, 10).Select(i => t.Ledger.SubmitAsync(Sample.Submission($"a{i}"), Stop)).ToArray();

        gate.Open();

        await Assert.ThrowsAsync<FormatException>(() => failing);
        var seqs = (await Task.WhenAll([.. before, .. after])).Select(o => o.Job!.Seq);
        Assert.Equal(Enumerable.Range(1, 20).Select(i => (long)i), seqs);
        Assert.Null(await t.Ledger.ReadJobAsync(Sample.Id("half"), Stop));
        Assert.Equal(20, (await t.Ledger.ReadChangesAsync(0, null, 100, Stop)).Length);
        Assert.Equal(2, t.Sqlite.Transactions); // the gate's, and one for all others
    }

    [Fact]
    public async Task Operations_BeyondTheBound_AreRefusedAtOnce()
    {
        await using var t = new TestLedger(o => o.MaxQueuedOperations = 4);
        var gate = new Gate(t.Sqlite);
        var queued = Enumerable.Range(0, 4).Select(i => t.Ledger.SubmitAsync(Sample.Submission($"j{i}"), Stop)).ToArray();

        var refusal = await Assert.ThrowsAsync<OverloadedException>(() => t.Ledger.SubmitAsync(Sample.Submission("x"), Stop));

        Assert.Contains("4 operations", refusal.Message, StringComparison.Ordinal);
        gate.Open();
        Assert.All(await Task.WhenAll(queued), o => Assert.Equal(SubmissionResult.Created, o.Result));
        Assert.Equal(SubmissionResult.Created, (await t.Ledger.SubmitAsync(Sample.Submission("x"), Stop)).Result);
    }

    [Fact]
    public async Task Operation_CancelledWhileItWaits_IsNotDone()
    {
        await using var t = new TestLedger();
        var gate = new Gate(t.Sqlite);
        using var stop = new CancellationTokenSource();
        var submit = t.Ledger.SubmitAsync(Sample.Submission("a"), stop.Token);

        await stop.CancelAsync();
        gate.Open();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => submit);
        Assert.Null(await t.Ledger.ReadJobAsync(Sample.Id("a"), Stop));
    }

    [Fact]
    public async Task OpenJob_OfAJobRequeuedMeanwhile_GivesItNoEpoch()
    {
        await using var t = new TestLedger();
        var before = await t.Ledger.AdmittedAsync();
        var gate = new Gate(t.Sqlite);
        var requeue = t.Ledger.ApplyAsync(JobEvent.Requeue);
        var open = t.Ledger.OpenJobAsync(Sample.Id("a"), Stop); // it still sees the job admitted, and waits behind the requeue

        gate.Open();

        Assert.True((await requeue).Applied);
        Assert.Equal((JobState.Queued, before.CoordinatorEpoch), ((await open)!.State, (await open)!.CoordinatorEpoch));
    }

    [Fact]
    public async Task Delete_LeavesNothingBehindButTheTokenAndTheLog()
    {
        await using var t = new TestLedger();
        await t.Ledger.SubmitAsync(Sample.Submission("a", needs: ["b"]), Stop);
        await t.Ledger.ApplyAsync(JobEvent.Cancel);
        await t.Ledger.DeleteJobAsync(Sample.Id("a"), null, Stop);

        foreach (var (table, rows) in new[] { ("job", 0), ("job_body", 0), ("dependency", 0), ("claim", 0), ("submission", 1), ("change", 2) })
            Assert.Equal(rows, await t.Sqlite.Writer.RunAsync(session => session.Database.Number($"SELECT count(*) FROM {table}"), Stop));
    }

    [Fact]
    public async Task Dispose_FinishesWhatWaits_AndRefusesTheRest()
    {
        await using var t = new TestLedger();
        var submits = Enumerable.Range(0, 500).Select(i => t.Ledger.SubmitAsync(Sample.Submission($"j{i}"), Stop)).ToArray();

        await t.Sqlite.DisposeAsync();

        Assert.All(await Task.WhenAll(submits), o => Assert.Equal(SubmissionResult.Created, o.Result));
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => t.Ledger.SubmitAsync(Sample.Submission("x"), Stop));
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => t.Ledger.ReadJobAsync(Sample.Id("j1"), Stop));
        await t.ReopenAsync();
        Assert.Equal(500, (await t.Ledger.ListJobsAsync(new(), Stop)).Items.Length);
    }

    [Fact]
    public async Task Damage_OnceSeen_EndsAllWriting()
    {
        const int Corrupt = 11; // SQLITE_CORRUPT
        await using var t = new TestLedger();
        await t.Ledger.QueuedAsync();
        var meeting = t.Sqlite.Writer.RunAsync<bool>(_ => throw new SqliteFault("damaged", Corrupt), Stop);
        await Assert.ThrowsAsync<LedgerCorruptException>(() => meeting);

        await Assert.ThrowsAsync<LedgerCorruptException>(() => t.Ledger.SubmitAsync(Sample.Submission("b"), Stop));

        Assert.NotNull(await t.Ledger.ReadJobAsync(Sample.Id("a"), Stop));
        Assert.Null(await t.Ledger.ReadJobAsync(Sample.Id("b"), Stop));
    }

    [Fact]
    public async Task Writer_FlushesWithEveryCommit()
    {
        await using var t = new TestLedger();

        var (synchronous, journal) = await t.Sqlite.Writer.RunAsync(
            session => (session.Database.Number("PRAGMA synchronous"), session.Database.Text("PRAGMA journal_mode")), Stop);

        Assert.Equal((2L, "wal"), (synchronous, journal));
    }

    /// <summary>Holds the writer in an operation of its own until it is opened, so that others come to wait together.</summary>
    private sealed class Gate
    {
        private readonly TaskCompletionSource _open = new();

        public Gate(SqliteLedger ledger)
        {
            using var held = new ManualResetEventSlim();
            _ = ledger.Writer.RunAsync(
                _ =>
                {
                    held.Set();
                    return _open.Task.Wait(TimeSpan.FromSeconds(30), CancellationToken.None);
                },
                CancellationToken.None);
            Assert.True(held.Wait(TimeSpan.FromSeconds(30)), "the writer took the gate's operation");
        }

        public void Open() => _open.SetResult();
    }
}

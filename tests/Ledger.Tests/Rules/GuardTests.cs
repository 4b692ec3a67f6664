using Muster.Contracts;
using static Muster.Ledger.Tests.TestLedger;

namespace Muster.Ledger.Tests;

/// <summary>How far a ledger is, and that it records nothing more once somebody has found out that it was lost.</summary>
public abstract class GuardTests(Store store)
{
    [Fact]
    public async Task Position_GrowsWithEveryChangeOfAJobAndOutlivesTheLedgersOpening()
    {
        await using var t = new TestLedger(store);
        var seen = t.Ledger.Guard.Position;
        Assert.Equal(t.Ledger.Incarnation, seen.Incarnation);
        foreach (var write in new Func<Task>[] { () => t.Ledger.QueuedAsync(), () => t.Ledger.AdmitAsync("a"), () => t.Ledger.OpenJobAsync(Sample.Id("a"), Stop) })
        {
            await write();
            var now = await t.Ledger.Guard.ReadPositionAsync(Stop);
            Assert.True(now.Counter > seen.Counter, $"{now} is not after {seen}");
            Assert.Equal(now, t.Ledger.Guard.Position);
            seen = now;
        }
        await t.ReopenAsync();
        Assert.True((await t.Ledger.Guard.ReadPositionAsync(Stop)).Counter >= seen.Counter);
        Assert.Equal(seen.Incarnation, t.Ledger.Guard.Position.Incarnation);
    }

    [Fact]
    public async Task Report_EndsEveryWriteButNotARecovery()
    {
        await using var t = new TestLedger(store);
        await t.Ledger.QueuedAsync();
        var guard = t.Ledger.Guard;
        Assert.Contains("it is another one", guard.Report("Somebody saw that it is another one.").Message, StringComparison.Ordinal);
        Assert.Equal(guard.RolledBack!.Message, guard.Report("A later word.").Message);
        Assert.Contains("muster recover", guard.RolledBack.Message, StringComparison.Ordinal);
        Assert.True(guard.Lost.IsCancellationRequested);
        await Assert.ThrowsAsync<LedgerRolledBackException>(() => t.Ledger.SubmitAsync(Sample.Submission("b"), Stop));
        await Assert.ThrowsAsync<LedgerRolledBackException>(() => t.Ledger.TryAbortAsync(Sample.Id("a"), Attempt.None, Stop));
        await Assert.ThrowsAsync<LedgerRolledBackException>(() => guard.ReadPositionAsync(Stop));
        await t.Recovery.EndAsync(await t.Recovery.BeginAsync([], 0, Stop), Stop);

        var recovered = guard.ReportRecovered().Message;
        Assert.Contains("Start the silo anew", recovered, StringComparison.Ordinal);
        Assert.Equal(recovered, guard.Report("A later word.").Message);
        Assert.Equal(recovered, guard.RolledBack.Message);
        await Assert.ThrowsAsync<LedgerRolledBackException>(() => t.Ledger.SubmitAsync(Sample.Submission("b"), Stop));
    }
}

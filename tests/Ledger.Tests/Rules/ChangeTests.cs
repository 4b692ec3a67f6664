using Muster.Contracts;
using static Muster.Ledger.Tests.TestLedger;

namespace Muster.Ledger.Tests;

public abstract class ChangeTests(Store store)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task ReadChanges_TellsEachChangeOnceAndInOrder()
    {
        await using var t = new TestLedger(store);
        await t.Ledger.QueuedAsync("z");
        await t.Ledger.BringToAsync(JobState.Running);
        await t.Ledger.ApplyAsync(JobEvent.Succeed);
        await t.ReopenAsync();

        var changes = await t.Ledger.ReadChangesAsync(1, Sample.Id("a"), 100, Stop);

        Assert.Equal(
            [JobState.Queued, JobState.Admitted, JobState.Committed, JobState.Starting, JobState.Running, JobState.Succeeded],
            changes.Select(c => c.To));
        Assert.Equal([null, .. changes.Select(c => (JobState?)c.To).SkipLast(1)], changes.Select(c => c.From));
        Assert.Equal([null, null, "1-1", "1-1", "1-1", "1-1"], changes.Select(c => c.Attempt));
        Assert.Equal([null, "c1", "c1", "c1", "c1", "c1"], changes.Select(c => c.Cluster));
        Assert.All(changes, c => Assert.Equal("uid-a", c.Uid));
        Assert.Equal(changes.OrderBy(c => c.Sequence), changes);
        Assert.Equal(7, (await t.Ledger.ReadChangesAsync(0, null, 100, Stop)).Length);
        Assert.Equal(2, (await t.Ledger.ReadChangesAsync(0, null, 2, Stop)).Length);
    }

    [Fact]
    public async Task WaitForChanges_CompletesWithTheNextChange()
    {
        await using var t = new TestLedger(store);
        var first = t.Ledger.WaitForChangesAsync(0, Stop);
        Assert.False(first.IsCompleted);

        await t.Ledger.QueuedAsync();

        Assert.Equal(1, await first.WaitAsync(Soon, Stop));
        Assert.Equal(1, await t.Ledger.WaitForChangesAsync(0, Stop));
        var second = t.Ledger.WaitForChangesAsync(1, Stop);
        await t.Ledger.OpenNodesAsync(); // no change of a job
        Assert.False(second.IsCompleted);
        await t.Ledger.AdmitAsync("a");
        Assert.Equal(2, await second.WaitAsync(Soon, Stop));
    }

    [Fact]
    public async Task WaitForChanges_Cancelled_GivesTheEnd()
    {
        await using var t = new TestLedger(store);
        await t.Ledger.QueuedAsync();
        using var stop = new CancellationTokenSource();
        var wait = t.Ledger.WaitForChangesAsync(1, stop.Token);

        await stop.CancelAsync();

        Assert.Equal(1, await wait.WaitAsync(Soon, Stop));
    }

    [Fact]
    public async Task ChangeLog_KeepsTheNewest_AndNumbersGoOn()
    {
        await using var t = new TestLedger(store, o => o.MaxChanges = 1_000, o => o.MaxChanges = 1_000);
        for (var i = 0; i < 30; i++)
            await Task.WhenAll(Enumerable.Range(0, 100).Select(k => t.Ledger.SubmitAsync(Sample.Submission($"j{i}-{k}"), Stop)));
        await t.ReopenAsync();

        var kept = await t.Ledger.ReadChangesAsync(0, null, 1_000, Stop);

        Assert.InRange(kept[0].Sequence, 3_000 - 1_000 - 256, 3_000 - 1_000 + 1);
        Assert.Equal(3_001, (await t.Ledger.SubmitAsync(Sample.Submission("last"), Stop)).Job!.Seq);
        Assert.Equal(3_001, await t.Ledger.WaitForChangesAsync(3_000, Stop));

        // Who follows the log must learn that it has missed something; who asks for what is there gets it.
        await Assert.ThrowsAsync<WatchExpiredException>(() => t.Ledger.ReadChangesAsync(kept[0].Sequence - 2, null, 10, Stop));
        Assert.NotEmpty(await t.Ledger.ReadChangesAsync(kept[0].Sequence - 1, null, 10, Stop));
        Assert.Empty(await t.Ledger.ReadChangesAsync(1, Sample.Id("j0-0"), 10, Stop));
    }

    [Fact]
    public async Task ChangeLog_WhenTrimmed_ForgetsTokensOfJobsDeletedBefore()
    {
        await using var t = new TestLedger(store, o => o.MaxChanges = 1_000, o => o.MaxChanges = 1_000);
        await t.Ledger.BringToAsync(JobState.Cancelled, "old");
        await t.Ledger.DeleteJobAsync(Sample.Id("old"), null, Stop);
        await t.Ledger.QueuedAsync("kept");
        for (var i = 0; i < 20; i++)
            await Task.WhenAll(Enumerable.Range(0, 100).Select(k => t.Ledger.SubmitAsync(Sample.Submission($"j{i}-{k}"), Stop)));

        Assert.Equal(SubmissionResult.Created, (await t.Ledger.SubmitAsync(Sample.Submission("old"), Stop)).Result);
        Assert.Equal(SubmissionResult.Repeated, (await t.Ledger.SubmitAsync(Sample.Submission("kept"), Stop)).Result);
    }
}

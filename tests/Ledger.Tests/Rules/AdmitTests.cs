using System.Collections.Immutable;
using Muster.Contracts;
using static Muster.Ledger.Tests.TestLedger;

namespace Muster.Ledger.Tests;

public abstract class AdmitTests(Store store)
{
    private static readonly EpochToken Old = EpochToken.New();

    [Fact]
    public async Task Admit_WithTheCurrentToken_RecordsPlanAndCharge()
    {
        await using var t = new TestLedger(store);
        await t.Ledger.QueuedAsync();
        t.Time.Advance(TimeSpan.FromMinutes(1));

        await t.Ledger.AdmitAsync("a");
        await t.ReopenAsync();
        var job = await t.Ledger.ReadJobAsync(Sample.Id("a"), Stop);

        Assert.Equal((JobState.Admitted, t.Time.GetUtcNow()), (job!.State, job.Since));
        Assert.Equal(["n1", "n2"], job.Placement!.Nodes.Select(n => n.Node));
        Assert.Equal(Sample.Charge(), job.Charge);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Admit_WithoutTheCurrentToken_AdmitsNothing(bool openedByAnother)
    {
        await using var t = new TestLedger(store);
        await t.Ledger.QueuedAsync();
        if (openedByAnother)
        {
            await t.Ledger.OpenTreeAsync(Sample.Root, Old, Stop);
            await t.Ledger.OpenTreeAsync(Sample.Root, Life.TreeToken, Stop);
        }

        var outcome = await t.Ledger.AdmitAsync(Sample.Root, Old, Batch("a"), Stop);

        Assert.True(outcome.Stale);
        Assert.Equal([false], outcome.Admitted);
        Assert.Equal(JobState.Queued, (await t.Ledger.ReadJobAsync(Sample.Id("a"), Stop))!.State);
    }

    [Fact]
    public async Task Admit_ABatch_AdmitsWhatIsStillQueued()
    {
        await using var t = new TestLedger(store);
        await t.Ledger.QueuedAsync("a");
        await t.Ledger.BringToAsync(JobState.Cancelled, "b");
        await t.Ledger.QueuedAsync("c");
        await t.Ledger.OpenTreeAsync(Sample.Root, Life.TreeToken, Stop);

        var outcome = await t.Ledger.AdmitAsync(Sample.Root, Life.TreeToken, Batch("a", "b", "unknown", "c", "a"), Stop);

        Assert.Equal([true, false, false, true, false], outcome.Admitted);
    }

    [Fact]
    public async Task OpenTree_TellsWhatIsChargedToIt()
    {
        await using var t = new TestLedger(store);
        foreach (var state in Enum.GetValues<JobState>())
            await t.Ledger.BringToAsync(state, $"{state}");

        var opening = await t.Ledger.OpenTreeAsync(Sample.Root, EpochToken.New(), Stop);
        var other = await t.Ledger.OpenTreeAsync(new("other"), EpochToken.New(), Stop);

        Assert.Equal(Enum.GetValues<JobState>().Where(s => s.IsCharged()), opening.Charged.Select(c => c.State));
        Assert.All(opening.Charged, c => Assert.Equal(Sample.Charge(), c.Charge));
        Assert.All(opening.Charged, c => Assert.Equal("leaf", c.Queue.Value));
        Assert.Empty(other.Charged);
    }

    private static ImmutableArray<Admission> Batch(params string[] names) =>
        [.. names.Select(name => new Admission(Sample.Id(name), Sample.Placement("n1"), Sample.Charge()))];
}

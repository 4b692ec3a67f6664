using Muster.Contracts;
using static Muster.Ledger.Tests.TestLedger;

namespace Muster.Ledger.Tests;

public abstract class CordonTests(Store store)
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Cordon Disks = new("new disks", "ops", Noon);

    [Fact]
    public async Task Set_TheSameAgain_KeepsTheFirstMoment()
    {
        await using var t = new TestLedger(store);
        Assert.Equal(Disks, await t.Ledger.SetCordonAsync("queue/a", Disks, Stop));
        Assert.Equal(Disks, await t.Ledger.SetCordonAsync("queue/a", Disks with { Since = Noon.AddHours(1) }, Stop));
        Assert.Equal(Disks, (await t.Ledger.ReadCordonsAsync("queue/", Stop))["queue/a"]);
    }

    [Theory]
    [InlineData("other", "ops")]
    [InlineData("new disks", "somebody else")]
    public async Task Set_WithAnotherReasonOrName_Replaces(string reason, string by)
    {
        await using var t = new TestLedger(store);
        await t.Ledger.SetCordonAsync("queue/a", Disks, Stop);
        var other = new Cordon(reason, by, Noon.AddHours(1));
        Assert.Equal(other, await t.Ledger.SetCordonAsync("queue/a", other, Stop));
        Assert.Equal(other, (await t.Ledger.ReadCordonsAsync("queue/", Stop))["queue/a"]);
    }

    [Fact]
    public async Task Lift_SetOrNot_LeavesNone()
    {
        await using var t = new TestLedger(store);
        Assert.Null(await t.Ledger.SetCordonAsync("queue/a", null, Stop));
        await t.Ledger.SetCordonAsync("queue/a", Disks, Stop);
        Assert.Null(await t.Ledger.SetCordonAsync("queue/a", null, Stop));
        Assert.Empty(await t.Ledger.ReadCordonsAsync("queue/", Stop));
    }

    [Fact]
    public async Task Read_ByPrefix_GivesThoseBelowItAndNoOthersAlsoAfterARestart()
    {
        await using var t = new TestLedger(store);
        foreach (var target in new[] { "cluster/east", "node/east/n1", "node/east/n2", "node/east-2/n1", "node/eas/n1", "queue/a" })
            await t.Ledger.SetCordonAsync(target, Disks with { Reason = target }, Stop);
        await t.ReopenAsync();
        var cordons = await t.Ledger.ReadCordonsAsync(CordonTarget.NodesOf(new("east")), Stop);
        Assert.Equal(["node/east/n1", "node/east/n2"], cordons.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("node/east/n2", cordons["node/east/n2"].Reason);
    }

    [Fact]
    public async Task Set_BeyondTheBound_IsRefusedAndThoseThatAreThereCanBeChangedAndLifted()
    {
        await using var t = new TestLedger(store);
        await t.FillCordonsAsync(Disks);
        await Assert.ThrowsAsync<OverloadedException>(() => t.Ledger.SetCordonAsync("queue/a", Disks, Stop));
        Assert.Equal("again", (await t.Ledger.SetCordonAsync("node/c/n7", Disks with { Reason = "again" }, Stop))!.Reason);
        await t.Ledger.SetCordonAsync("node/c/n8", null, Stop);
        Assert.Equal(Disks, await t.Ledger.SetCordonAsync("queue/a", Disks, Stop));
    }
}

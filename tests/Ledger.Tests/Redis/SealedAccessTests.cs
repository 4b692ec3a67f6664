using Muster.Contracts;
using static Muster.Ledger.Tests.TestLedger;

namespace Muster.Ledger.Tests;

/// <summary>How a cluster is entered comes and goes with its registration, whichever silo reads it.</summary>
public sealed class SealedAccessTests
{
    private static readonly ClusterRegistration East = new() { Spec = new() { Name = "east" }, AddedBy = "ops", AddedAt = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero) };

    [Fact]
    public async Task Access_OfARegistration_IsReadByEverySiloAndReplacedWithIt()
    {
        await using var one = new TestLedger(Store.Redis);
        await using var two = SilosTests.Beside(one);
        await one.Ledger.RegisterClusterAsync(East with { SealedAccess = "first" }, replace: false, Stop);
        Assert.Equal("first", await ReadAsync(two));

        // The same again is no replacement.
        Assert.Equal(RegistrationResult.Same, (await two.Ledger.RegisterClusterAsync(East with { SealedAccess = "other" }, replace: false, Stop)).Result);
        Assert.Equal("first", await ReadAsync(one));
        await two.Ledger.RegisterClusterAsync(East with { SealedAccess = "second" }, replace: true, Stop);
        Assert.Equal("second", await ReadAsync(one));
        Assert.Equal("second", await ReadAsync(two));
        // What has it is kept for as long as the registration does not change.
        Assert.Equal("second", await ReadAsync(one));
    }

    [Fact]
    public async Task Access_WhereThereIsNoneYet_IsTakenWithTheSameLabels()
    {
        await using var t = new TestLedger(Store.Redis);
        var bare = await t.Ledger.RegisterClusterAsync(East, replace: false, Stop);
        Assert.Null(await ReadAsync(t));
        var taken = await t.Ledger.RegisterClusterAsync(East with { SealedAccess = "late" }, replace: false, Stop);
        Assert.Equal(RegistrationResult.Recorded, taken.Result);
        // Who has opened the way goes by the version.
        Assert.True(taken.Stands!.Version > bare.Stands!.Version);
        Assert.Equal("late", await ReadAsync(t));
        await t.Ledger.PinClusterAsync(East.Spec, null, "uid", configured: false, Stop);
        Assert.Equal("late", await ReadAsync(t));
    }

    [Fact]
    public async Task Access_ReplacedByNone_IsGone()
    {
        await using var t = new TestLedger(Store.Redis);
        await t.Ledger.RegisterClusterAsync(East with { SealedAccess = "first" }, replace: false, Stop);
        await t.Ledger.RegisterClusterAsync(East, replace: true, Stop);
        Assert.Null(await ReadAsync(t));
    }

    [Fact]
    public async Task Access_OfARemovedCluster_IsErasedThoughJobsAreLeft()
    {
        await using var t = new TestLedger(Store.Redis);
        await t.Ledger.RegisterClusterAsync(East with { Spec = new() { Name = "c1" }, SealedAccess = "first" }, replace: false, Stop);
        await t.Ledger.BringToAsync(JobState.Running);
        Assert.Equal(RemovalResult.Removing, (await t.Ledger.RemoveClusterAsync(new("c1"), force: true, Stop)).Result);
        Assert.Null(await ReadAsync(t));
        Assert.False((bool)SharedRedis.Server.Command("HEXISTS", $"{{{t.RedisOptions.Prefix}}}:cluster:c1", "access"));
    }

    [Fact]
    public async Task Access_OnAFile_IsNotKept()
    {
        await using var t = new TestLedger();
        await t.Ledger.RegisterClusterAsync(East with { SealedAccess = "first" }, replace: false, Stop);
        Assert.Null(await ReadAsync(t));
    }

    private static async Task<string?> ReadAsync(TestLedger t) => Assert.Single(await t.Ledger.ReadClustersAsync(Stop)).SealedAccess;
}

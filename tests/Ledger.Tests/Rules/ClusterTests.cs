using System.Collections.Immutable;
using Muster.Contracts;
using static Muster.Ledger.Tests.TestLedger;

namespace Muster.Ledger.Tests;

/// <summary>Clusters are registered once, keep their identity, and are not removed under jobs unless somebody insists.</summary>
public sealed class ClusterTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly ClusterRegistration East = new() { Spec = Spec("c1", "eu"), Uid = "one", AddedBy = "ops", AddedAt = Noon };

    [Fact]
    public async Task Register_TheSameAgain_ChangesNothingAlsoAfterARestart()
    {
        await using var t = new TestLedger();
        var first = await t.Ledger.RegisterClusterAsync(East, replace: false, Stop);
        Assert.Equal((RegistrationResult.Recorded, RegistrationState.Registered), (first.Result, first.Stands!.State));
        await t.ReopenAsync();
        var again = await t.Ledger.RegisterClusterAsync(East with { AddedBy = "other", AddedAt = Noon.AddHours(1) }, replace: false, Stop);
        Assert.Equal(RegistrationResult.Same, again.Result);
        var stands = Assert.Single(await t.Ledger.ReadClustersAsync(Stop));
        Assert.Equal(("c1", "one", "ops", Noon, first.Stands.Version), (stands.Spec.Name, stands.Uid, stands.AddedBy, stands.AddedAt, stands.Version));
        Assert.Equal("eu", stands.Spec.Labels["region"]);
    }

    [Fact]
    public async Task Register_WithOtherLabels_ReplacesOnlyWhenAsked()
    {
        await using var t = new TestLedger();
        var first = await t.Ledger.RegisterClusterAsync(East, replace: false, Stop);
        var other = East with { Spec = Spec("c1", "us"), Uid = null };
        Assert.Equal(RegistrationResult.Taken, (await t.Ledger.RegisterClusterAsync(other, replace: false, Stop)).Result);
        Assert.Equal("eu", Assert.Single(await t.Ledger.ReadClustersAsync(Stop)).Spec.Labels["region"]);
        Assert.Equal(RegistrationResult.Recorded, (await t.Ledger.RegisterClusterAsync(other, replace: true, Stop)).Result);
        var stands = Assert.Single(await t.Ledger.ReadClustersAsync(Stop));
        Assert.Equal(("us", "one"), (stands.Spec.Labels["region"], stands.Uid));
        Assert.True(stands.Version > first.Stands!.Version);
    }

    [Fact]
    public async Task Register_AnotherIdentity_IsRefusedWhateverIsAsked()
    {
        await using var t = new TestLedger();
        await t.Ledger.RegisterClusterAsync(East, replace: false, Stop);
        Assert.Equal(RegistrationResult.OtherIdentity, (await t.Ledger.RegisterClusterAsync(East with { Uid = "two" }, replace: true, Stop)).Result);
        Assert.Equal("one", Assert.Single(await t.Ledger.ReadClustersAsync(Stop)).Uid);
    }

    [Fact]
    public async Task Register_BeyondTheBound_IsRefused()
    {
        await using var t = new TestLedger();
        await t.Sqlite.Writer.RunAsync(
            session =>
            {
                for (var i = 0; i < ClusterRegistration.MaxClusters; i++)
                    session.Tables.Clusters.Set(East with { Spec = Spec($"n{i}", "eu") });
                return true;
            },
            Stop);
        Assert.Equal(RegistrationResult.TooMany, (await t.Ledger.RegisterClusterAsync(East, replace: false, Stop)).Result);
        Assert.Equal(RegistrationResult.Recorded, (await t.Ledger.RegisterClusterAsync(East with { Spec = Spec("n7", "us") }, replace: true, Stop)).Result);
    }

    [Fact]
    public async Task Pin_ComparesAndSets()
    {
        await using var t = new TestLedger();
        await t.Ledger.RegisterClusterAsync(East with { Uid = null }, replace: false, Stop);
        var version = Assert.Single(await t.Ledger.ReadClustersAsync(Stop)).Version;
        Assert.Equal("one", (await Pin(null, "one"))!.Uid);
        Assert.Equal("one", (await Pin(null, "two"))!.Uid);
        Assert.Equal(version, (await Pin("one", "one"))!.Version);
        var accepted = await Pin("one", "two");
        Assert.Equal("two", accepted!.Uid);
        Assert.True(accepted.Version > version);
        Assert.Equal("two", (await Pin("one", "three"))!.Uid);

        Task<ClusterRegistration?> Pin(string? expected, string uid) => t.Ledger.PinClusterAsync(East.Spec, expected, uid, configured: false, Stop);
    }

    [Fact]
    public async Task Pin_WithoutARow_MakesOneForAConfiguredClusterAlone()
    {
        await using var t = new TestLedger();
        Assert.Null(await t.Ledger.PinClusterAsync(East.Spec, null, "one", configured: false, Stop));
        Assert.Empty(await t.Ledger.ReadClustersAsync(Stop));
        var pinned = await t.Ledger.PinClusterAsync(East.Spec, null, "one", configured: true, Stop);
        Assert.Equal(("one", RegistrationState.Configured), (pinned!.Uid, pinned.State));
        Assert.Equal(RemovalResult.Unknown, (await t.Ledger.RemoveClusterAsync(Sample.Cluster, force: true, Stop)).Result);
    }

    [Theory]
    [InlineData(JobState.Admitted)]
    [InlineData(JobState.Running)]
    [InlineData(JobState.Draining)]
    public async Task Remove_WhileAJobIsThere_IsRefusedUnlessForced(JobState state)
    {
        await using var t = new TestLedger();
        await t.Ledger.RegisterClusterAsync(East, replace: false, Stop);
        await t.Ledger.BringToAsync(state);
        Assert.Equal(new RemovalOutcome(RemovalResult.InUse, 1), await t.Ledger.RemoveClusterAsync(Sample.Cluster, force: false, Stop));
        Assert.Equal(RegistrationState.Registered, Assert.Single(await t.Ledger.ReadClustersAsync(Stop)).State);

        Assert.Equal(new RemovalOutcome(RemovalResult.Removing, 1), await t.Ledger.RemoveClusterAsync(Sample.Cluster, force: true, Stop));
        Assert.Equal(RegistrationState.Removing, Assert.Single(await t.Ledger.ReadClustersAsync(Stop)).State);
        Assert.Equal(RegistrationResult.Removing, (await t.Ledger.RegisterClusterAsync(East, replace: true, Stop)).Result);

        foreach (var step in state == JobState.Running ? [JobEvent.Fence, JobEvent.Requeue] : new[] { state == JobState.Admitted ? JobEvent.Requeue : JobEvent.Cancel })
            Assert.True((await t.Ledger.ApplyAsync(step)).Applied);
        Assert.Equal(RemovalResult.Removed, (await t.Ledger.RemoveClusterAsync(Sample.Cluster, force: false, Stop)).Result);
        Assert.Empty(await t.Ledger.ReadClustersAsync(Stop));
    }

    [Fact]
    public async Task Remove_WithoutJobs_IsGoneAndItsNameFreeForAnotherCluster()
    {
        await using var t = new TestLedger();
        await t.Ledger.RegisterClusterAsync(East, replace: false, Stop);
        await t.Ledger.BringToAsync(JobState.Succeeded);
        Assert.Equal(RemovalResult.Removed, (await t.Ledger.RemoveClusterAsync(Sample.Cluster, force: false, Stop)).Result);
        Assert.Equal(RemovalResult.Unknown, (await t.Ledger.RemoveClusterAsync(Sample.Cluster, force: false, Stop)).Result);
        Assert.Equal(RegistrationResult.Recorded, (await t.Ledger.RegisterClusterAsync(East with { Uid = "two" }, replace: false, Stop)).Result);
    }

    [Fact]
    public async Task Remove_WhatItsNodesGranted_CanBeCommittedNoMore()
    {
        await using var t = new TestLedger();
        await t.Ledger.RegisterClusterAsync(East, replace: false, Stop);
        await t.Ledger.AdmittedAsync();
        await t.Ledger.OpenNodesAsync();
        await t.Ledger.RemoveClusterAsync(Sample.Cluster, force: true, Stop);
        Assert.Equal(CommitResult.StaleNodes, (await t.Ledger.CommitAsync(t.Ledger.GoodCommit(), Stop)).Result);
    }

    private static ClusterSpec Spec(string name, string region) =>
        new() { Name = name, Labels = ImmutableSortedDictionary<string, string>.Empty.Add("region", region) };
}

using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Grains.Tests;

/// <summary>Clusters come and go while Muster runs, and plans know of it.</summary>
public sealed class RegistryTests
{
    private static readonly GrainClusterOptions WestIsNew = new() { Clusters = [("east", 1), ("west", 1)], Unregistered = ["west"] };

    private static readonly ClusterRegistration West = new()
    {
        Spec = new() { Name = "west", Labels = ImmutableSortedDictionary<string, string>.Empty.Add("region", "us") }, AddedBy = "ops", AddedAt = TimeProvider.System.GetUtcNow(),
    };

    [Fact]
    public async Task Register_WhileItRuns_JobsThatWaitedRunThere()
    {
        await using var muster = await GrainCluster.StartAsync(WestIsNew);
        await Assert.ThrowsAsync<UnsatisfiableJobException>(() => muster.SubmitAsync(Gang.Of("refused").On("west")));
        await muster.SubmitAsync(Gang.Of("first", duration: "3600s"));
        await muster.UntilAsync("first", JobState.Running);
        await muster.SubmitAsync(Gang.Of("waits", cpu: "8"));
        Assert.DoesNotContain("west", (await muster.Job("waits").Explain()).Clusters.Select(static c => c.Cluster.Value));

        await muster.Registry.Register(West, replace: false);
        await muster.ReadyAsync("west");
        await muster.SucceedAsync("waits");
        Assert.All(muster.Runs("waits"), static r => Assert.Equal("west", r.Cluster));
        Assert.Equal("us", (await muster.Cluster("west").Get()).Spec.Labels["region"]);
        Assert.Equal(["east", "west"], (await muster.Registry.GetClusters()).Select(static c => c.Name));
        await muster.Job("first").Cancel(null);
        await muster.EndAsync("first");
    }

    [Fact]
    public async Task Register_AfterARestart_IsThereStill()
    {
        await using var muster = await GrainCluster.StartAsync(WestIsNew);
        await muster.Registry.Register(West, replace: false);
        await muster.RestartAsync();
        await muster.ReadyAsync("west");
        await muster.SubmitAsync(Gang.Of("a").On("west"));
        await muster.SucceedAsync("a");
    }

    [Fact]
    public async Task Remove_UnderAJob_IsRefusedAndThenItIsGoneFromPlans()
    {
        await using var muster = await GrainCluster.StartAsync(WestIsNew);
        await muster.Registry.Register(West, replace: false);
        await muster.ReadyAsync("west");
        await muster.SubmitAsync(Gang.Of("runs", duration: "3600s").On("west"));
        await muster.UntilAsync("runs", JobState.Running);
        var refused = await Assert.ThrowsAsync<ClusterConflictException>(() => muster.Registry.Remove(new("west"), force: false));
        Assert.Contains("1 jobs", refused.Message, StringComparison.Ordinal);

        await muster.Job("runs").Cancel(null);
        await muster.EndAsync("runs");
        await muster.Registry.Remove(new("west"), force: false);
        Assert.Equal(["east"], (await muster.Registry.GetClusters()).Select(static c => c.Name));
        await Poll.UntilAsync("no plan knows of it", async () => await Fits(muster, "west"), static fits => !fits, context: muster.Tail);
        await Poll.UntilAsync("its grain is gone", async () => await Gone(muster, "west"), static gone => gone, context: muster.Tail);
        await Assert.ThrowsAsync<ClusterNotFoundException>(() => muster.Registry.Remove(new("west"), force: false));
        await muster.SubmitAsync(Gang.Of("elsewhere"));
        await muster.SucceedAsync("elsewhere");
    }

    [Fact]
    public async Task Remove_Forced_ItsJobsRunElsewhereAndItsNameIsFree()
    {
        await using var muster = await GrainCluster.StartAsync(WestIsNew);
        await muster.SubmitAsync(Gang.Of("first", duration: "3600s", cpu: "8"));
        await muster.UntilAsync("first", JobState.Running);
        await muster.Registry.Register(West, replace: false);
        await muster.ReadyAsync("west");
        // It may run twice: whoever forces says that the old one is gone.
        await muster.SubmitAsync(Gang.Of("moves", duration: "1h", cpu: "8").Eager());
        await muster.UntilAsync("moves", "is placed", static r => r.Placement?.Cluster.Value == "west");
        await muster.Registry.Remove(new("west"), force: true);
        await muster.Job("first").Cancel(null);
        await muster.EndAsync("first");
        await muster.FinishAsync("moves");
        await Poll.UntilAsync("its row is gone", async () => (await muster.Ledger.ReadClustersAsync()).Length, static rows => rows == 0, context: muster.Tail);
        await muster.Registry.Register(West, replace: false);
    }

    [Fact]
    public async Task Configured_RegisteredOrRemoved_IsRefusedAndNamed()
    {
        await using var muster = await GrainCluster.StartAsync();
        var taken = await Assert.ThrowsAsync<ClusterConflictException>(() => muster.Registry.Register(West with { Spec = new() { Name = "east" } }, replace: true));
        Assert.Contains("configuration", taken.Message, StringComparison.Ordinal);
        var kept = await Assert.ThrowsAsync<ClusterConflictException>(() => muster.Registry.Remove(new("east"), force: true));
        Assert.Contains("Take it out of the configuration", kept.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("West", "region")]
    [InlineData("", "region")]
    [InlineData("west", "no key")]
    public async Task Register_WhatIsNoNameOrLabel_IsRefused(string name, string label)
    {
        await using var muster = await GrainCluster.StartAsync();
        await Assert.ThrowsAsync<InvalidRequestException>(() => muster.Registry.Register(
            West with { Spec = new() { Name = name, Labels = ImmutableSortedDictionary<string, string>.Empty.Add(label, "us") } }, replace: false));
    }

    [Fact]
    public async Task Pin_OfAConfiguredCluster_StandsUntilAnotherIsAccepted()
    {
        await using var muster = await GrainCluster.StartAsync();
        Assert.Equal("one", await muster.Registry.Pin(new("east"), null, "one"));
        Assert.Equal("one", await muster.Registry.Pin(new("east"), null, "two"));
        Assert.Equal("two", await muster.Registry.Pin(new("east"), "one", "two"));
        await muster.ReadyAsync("east");
        await muster.RestartAsync();
        Assert.Equal("two", await muster.Registry.Pin(new("east"), null, "three"));
    }

    private static async Task<bool> Fits(GrainCluster muster, string cluster)
    {
        try
        {
            await muster.Job("probe").Check(new SubmitRequest(Gang.Of("probe").On(cluster), "t"));
            return true;
        }
        catch (UnsatisfiableJobException)
        {
            return false;
        }
    }

    private static async Task<bool> Gone(GrainCluster muster, string cluster)
    {
        try
        {
            await muster.Cluster(cluster).Get();
            return false;
        }
        catch (Exception error) when (error is not TimeoutException)
        {
            return true;
        }
    }
}

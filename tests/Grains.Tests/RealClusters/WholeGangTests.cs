using Muster.Contracts;

namespace Muster.Grains.Tests;

/// <summary>Gangs that need more than there is.</summary>
[Trait("Category", "Slow"), Trait("Clusters", "Real")]
public sealed class WholeGangTests
{
    [Fact]
    public async Task Gang_ThatFitsInNeitherCluster_WaitsSaysWhyAndRunsWholeWhereRoomIsMade()
    {
        await using var muster = await GrainCluster.StartAsync(new() { Clusters = [("east", 4), ("west", 4)] });
        foreach (var (cluster, pods) in new[] { ("east", 2), ("west", 1) })
        {
            await muster.SubmitAsync(Gang.Of($"holder-{cluster}", pods, cpu: "6", duration: "1h").On(cluster));
            await muster.UntilAsync($"holder-{cluster}", JobState.Running);
        }
        // A kubelet takes longer to start a container than a gang's bindings take.
        var job = Gang.Of("wide", pods: 4, cpu: "6", duration: "500ms", delay: "1s");
        await muster.SubmitAsync(job);
        var explanation = await Poll.UntilAsync("it is explained", muster.Job("wide").Explain, static e => e.Reason?.Code == ReasonCode.PlacementFailed, context: muster.Tail);
        Assert.All(["east", "west"], name => Assert.Contains(explanation.Clusters, c => c.Cluster.Value == name && !c.Fits && c.Message.Length > 0));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join("; ", explanation.Clusters));
        // A smaller one that came later is not kept waiting by it.
        await muster.SubmitAsync(Gang.Of("small", pods: 2, cpu: "1").On("east"));
        await muster.SucceedAsync("small");
        Assert.Equal(JobState.Queued, (await muster.RecordAsync("wide")).State);
        Assert.Empty(muster.Runs("wide"));
        foreach (var cluster in new[] { "east", "west" })
            Assert.DoesNotContain(await muster.Fleet.PodsAsync(cluster), static p => p.Job.Name == "wide");

        await muster.Job("holder-west").Cancel();
        await muster.RanOnceAsync(job);
        muster.CheckWhole(job);
        Assert.All(muster.Runs("wide"), static r => Assert.Equal("west", r.Cluster));
        await muster.Job("holder-east").Cancel();
        await muster.EndAsync("holder-east");
        await muster.CheckNothingLeaksAsync();
    }

    [Fact]
    public async Task Gang_ThatWouldFitInNeitherClusterEvenEmpty_IsRefusedWithBothNames()
    {
        await using var muster = await GrainCluster.StartAsync(new() { Clusters = [("east", 2), ("west", 3)] });
        var refusal = await Assert.ThrowsAsync<UnsatisfiableJobException>(() => muster.SubmitAsync(Gang.Of("wide", pods: 4, cpu: "6")));
        Assert.Contains("east: room for 2 of 4", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("west: room for 3 of 4", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gangs_MoreThanFitInTwoClusters_NeverShowFewerPodsBoundThanTheyNeed()
    {
        await using var muster = await GrainCluster.StartAsync(new() { Clusters = [("east", 3), ("west", 3)] });
        var jobs = Enumerable.Range(1, 6).Select(static i => Gang.Of($"gang-{i}", pods: 4, cpu: "3", duration: "300ms", delay: "1s")).ToArray();
        foreach (var job in jobs)
            await muster.SubmitAsync(job);
        await muster.RanOnceAsync(jobs);
        foreach (var job in jobs)
            muster.CheckWhole(job);
        Assert.Equal(2, muster.Fleet.ReadRuns().Select(static r => r.Cluster).Distinct().Count());
        await muster.CheckNothingLeaksAsync();
        await muster.CheckEmptyAsync("east", "west");
    }
}

using Muster.Contracts;

namespace Muster.Grains.Tests;

/// <summary>Nodes as they are shown to people.</summary>
[Trait("Clusters", "Any")]
public sealed class NodeListTests
{
    [Fact]
    public async Task ListNodes_ByPages_GivesEachOnceInTheOrderOfNames()
    {
        await using var muster = await GrainCluster.StartAsync(new() { Clusters = [("east", 7)] });
        var east = muster.Cluster("east");
        await Poll.UntilAsync("nodes are known", () => east.ListNodes(null, NodeSnapshot.MaxPage), static n => n.Length == 7);
        var names = new List<string>();
        for (string? after = null; ; after = names[^1])
        {
            var page = await east.ListNodes(after, 3);
            names.AddRange(page.Select(static n => n.Node.Name));
            if (page.Length < 3)
                break;
        }
        Assert.Equal(Enumerable.Range(1, 7).Select(static i => $"east-0{i}"), names);
        Assert.Equal("east-02", Assert.Single(await east.ListNodes("east-01x", 1)).Node.Name);
        Assert.Empty(await east.ListNodes("east-07", 1));
        Assert.Empty(await east.ListNodes("z", 1));
        Assert.Equal(7, (await east.ListNodes("", 500)).Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(501)]
    public async Task ListNodes_BeyondThePage_IsRefused(int limit)
    {
        await using var muster = await GrainCluster.StartAsync();
        var error = await Assert.ThrowsAsync<InvalidRequestException>(() => muster.Cluster("east").ListNodes(null, limit));
        Assert.Equal("limit", Assert.Single(error.Errors).Field);
    }

    [Fact]
    public async Task GetNodeSnapshot_WhileAGangRuns_ShowsWhatIsUsedThereAndByHowMany()
    {
        await using var muster = await GrainCluster.StartAsync(new() { Clusters = [("east", 2)] });
        var east = muster.Cluster("east");
        await muster.SubmitAsync(Gang.Of("fills", pods: 3, cpu: "2", duration: "1h"));
        await muster.SubmitAsync(Gang.Of("more", pods: 5, cpu: "2", duration: "1h"));
        await muster.UntilAsync("fills", JobState.Running);
        await muster.UntilAsync("more", JobState.Running);
        Assert.Equal([(4, 8_000L, 4_000L), (4, 8_000L, 4_000L)], (await east.ListNodes(null, 10)).Select(static n =>
            (n.Pods, n.Used[ResourceNames.Cpu], n.Used[ResourceNames.Pods])));
        await muster.FinishAsync("fills", "more");
        var free = await Poll.UntilAsync("nothing is used", () => east.GetNodeSnapshot("east-01"), static n => n.Pods == 0);
        Assert.True(free.Used.IsEmpty);
        Assert.Equal(("east", "east-01", 8_000L, true), (free.Cluster.Value, free.Node.Name, free.Node.Allocatable[ResourceNames.Cpu], free.Schedulable));
        await east.SetCordon(new Cordon("", "ops", TimeProvider.System.GetUtcNow()));
        Assert.Equal((null, false), ((await east.GetNodeSnapshot("east-01")).Cordon, (await east.GetNodeSnapshot("east-01")).Schedulable));
    }
}

using Microsoft.Extensions.Options;
using Muster.Contracts;

namespace Muster.Silo.Tests;

/// <summary>Fleets from options.</summary>
public sealed class SimulatedFleetTests
{
    [Fact]
    public void Demo_Fleet_IsThreeClustersOfTwentyNodes()
    {
        using var fleet = SimulatedFleet.Open(DemoFleet.Options(), new ManualTimeProvider());
        Assert.Equal(["east", "west", "south"], fleet.Specs.Select(s => s.Name));
        Assert.All(fleet.Specs, s => Assert.Equal(20, fleet.Cluster(s.Name).List().Nodes.Length));
        Assert.Equal([160, 80, 8], fleet.Specs.Select(s => fleet.Cluster(s.Name).List().Nodes.Sum(n => n.Allocatable[ResourceNames.Gpu]) / 1000));
        Assert.All(fleet.Machines(), m => Assert.Equal(110_000, m.Allocatable[ResourceNames.Pods]));
        Assert.Equal("h100", fleet.Specs[0].Labels["gpu"]);
        Assert.Equal("east-gpu-01", fleet.Cluster("east").List().Nodes[0].Labels["kubernetes.io/hostname"]);
    }

    [Fact]
    public async Task StopHeartbeats_OfOneCluster_LeavesTheOthers()
    {
        var token = TestContext.Current.CancellationToken;
        using var fleet = SimulatedFleet.Open(TestClusters.Options(null, 2, "a", "b"), new ManualTimeProvider());
        fleet.StopHeartbeats("a");
        await Assert.ThrowsAsync<ClusterUnreachableException>(() => fleet.Get(new ClusterName("a")).ProbeAsync(token));
        var other = await fleet.Get(new ClusterName("b")).ProbeAsync(token);
        fleet.ResumeHeartbeats("a");
        Assert.NotEqual(other, await fleet.Get(new ClusterName("a")).ProbeAsync(token));
    }

    [Fact]
    public async Task Call_ClosedCluster_IsUnreachable()
    {
        using var fleet = SimulatedFleet.Open(TestClusters.Options(), new ManualTimeProvider());
        fleet.Cluster("c").Dispose();
        await Assert.ThrowsAsync<ClusterUnreachableException>(() =>
            fleet.Get(new ClusterName("c")).ListAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Get_UnknownCluster_SaysSo()
    {
        using var fleet = SimulatedFleet.Open(TestClusters.Options(), new ManualTimeProvider());
        Assert.Throws<ClusterNotFoundException>(() => fleet.Get(new ClusterName("nowhere")));
        Assert.Throws<ClusterNotFoundException>(() => fleet.StopHeartbeats("nowhere"));
    }

    [Fact]
    public void Open_TaintsAndMissingPods_AreFilledIn()
    {
        var options = TestClusters.Options();
        options.Clusters[0].NodeGroups = [new NodeGroupOptions { NamePrefix = "x-", Taints = ["gpu=only:NoSchedule", "old:NoExecute"] }];
        using var fleet = SimulatedFleet.Open(options, new ManualTimeProvider());
        var node = Assert.Single(fleet.Cluster("c").List().Nodes);
        Assert.Equal([new Taint("gpu", "only", "NoSchedule"), new Taint("old", "", "NoExecute")], node.Taints);
        Assert.Equal(110_000, node.Allocatable[ResourceNames.Pods]);
    }

    [Fact]
    public void Open_Faults_AreAllNamed()
    {
        var options = new SimulationOptions
        {
            Clusters =
            [
                new SimulatedClusterOptions { Name = "East!", Labels = { ["a b"] = "c" } },
                new SimulatedClusterOptions
                {
                    Name = "west",
                    NodeGroups =
                    [
                        new NodeGroupOptions { NamePrefix = "N_", Count = -1, Allocatable = { ["cpu"] = "lots" }, Taints = ["gpu"] },
                        new NodeGroupOptions { NamePrefix = "N_", Labels = { ["x"] = "not ok" } },
                    ],
                },
                new SimulatedClusterOptions { Name = "west" },
            ],
            Timings = { GracePeriod = TimeSpan.FromSeconds(-1), SignOfLife = TimeSpan.Zero, EventHistory = 0 },
        };
        var error = Assert.Throws<OptionsValidationException>(() => SimulatedFleet.Open(options, new ManualTimeProvider()));
        string[] expected =
        [
            "clusters[0].name", "clusters[0].labels", "'west' is there 2 times", "clusters[1].nodeGroups[0].count",
            "clusters[1].nodeGroups[0].namePrefix", "clusters[1].nodeGroups[0].allocatable.cpu", "clusters[1].nodeGroups[0].taints",
            "clusters[1].nodeGroups[1].labels", "the prefix 'N_'", "timings.gracePeriod", "timings.signOfLife", "timings.eventHistory",
        ];
        Assert.All(expected, text => Assert.Contains(error.Failures, f => f.Contains(text, StringComparison.Ordinal)));
        Assert.Contains("there must be 1 to", Assert.Throws<OptionsValidationException>(() =>
            SimulatedFleet.Open(new SimulationOptions(), new ManualTimeProvider())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TenThousandPods_OfOneCluster_LiveAndEnd()
    {
        var time = new ManualTimeProvider();
        var options = TestClusters.Options(nodes: 100);
        options.Clusters[0].NodeGroups[0].Allocatable = TestClusters.Allocatable("100", "100");
        using var cluster = TestClusters.Open(time, options);
        var nodes = cluster.List().Nodes.SelectMany(n => Enumerable.Repeat(n.Name, 100));
        var gang = cluster.Start(Gangs.Template(duration: "10s"), nodes);
        Assert.All(cluster.Pods(gang), p => Assert.Equal(PodPhase.Running, p.Phase));
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(10_000, cluster.List().Pods.Count(p => p.Phase == PodPhase.Succeeded));
        cluster.CleanUp(gang.Job, gang.Attempt);
        Assert.Empty(cluster.List().Pods);
    }
}

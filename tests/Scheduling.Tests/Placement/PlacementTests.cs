using System.Collections.Immutable;
using Muster.Contracts;
using static Muster.Scheduling.Tests.Sample;

namespace Muster.Scheduling.Tests;

/// <summary>Where gangs go, and where they do not.</summary>
public sealed class PlacementTests
{
    [Fact]
    public void Place_GangThatFitsOnlyInPart_LeavesTheIndexAsItWas()
    {
        var scene = new Scene().Cluster("c1", Node("n1", 8, 4), Node("n2", 8, 4), Node("n3", 2)).Cluster("c2", Node("m1", 64, 8));
        scene.Place(Gang(1, cpu: 1, gpu: 3));
        var before = scene.Fleet.Dump();

        Assert.Null(scene.Place(Gang(14, cpu: 1, gpu: 1)));
        Assert.Null(scene.Place(Gang(Pods(8, Shape(1, 1)), Pods(1, Shape(cpu: 1, memory: 1), name: "second"))));
        Assert.Null(scene.Place(Gang(9, cpu: 1, gpu: 1, min: 9)));

        Assert.Equal(before, scene.Fleet.Dump());
    }

    [Fact]
    public void Place_OnePod_TakesTheTightestNode()
    {
        var scene = new Scene().Cluster("c1", Node("large", gpu: 8), Node("middle", gpu: 4), Node("small", gpu: 2));

        Assert.Equal(["small:1", "middle:1", "large:1"], new[] { 2, 3, 3 }.Select(gpus => scene.Nodes(Gang(1, gpu: gpus))));
    }

    [Fact]
    public void Place_OnePod_TakesTheFullestOfEqualNodes()
    {
        var scene = new Scene().Cluster("c1", Node("n1", gpu: 8), Node("n2", gpu: 8), Node("n3", gpu: 8));
        var first = scene.Nodes(Gang(1, gpu: 3));

        Assert.Equal(first, scene.Nodes(Gang(1, gpu: 5)));
        Assert.Equal(new Scene().Cluster("c1", Node("n1", gpu: 8)).Fleet.Free("c1").Times(2), scene.Fleet.Free("c1"));
    }

    [Theory]
    [InlineData(8, "n1:8")]
    [InlineData(9, "n1:8 n2:1")]
    [InlineData(12, "n1:8 n3:4")]
    [InlineData(14, "n1:8 n2:2 n3:4")]
    [InlineData(15, "")]
    public void Place_Gang_TakesAsFewNodesAsItCan(int pods, string nodes) =>
        Assert.Equal(nodes, new Scene().Cluster("c1", Node("n1", gpu: 8), Node("n2", gpu: 2), Node("n3", gpu: 4)).Nodes(Gang(pods, gpu: 1)));

    [Fact]
    public void Place_PodsWithoutGpu_LeaveGpuNodesToOthers()
    {
        var scene = new Scene().Cluster("c1", Node("gpu", cpu: 64, gpu: 8), Node("a", cpu: 4), Node("b", cpu: 4));

        Assert.Equal("a:4 b:4", scene.Nodes(Gang(8, cpu: 1)));
        Assert.Equal("gpu:2", scene.Nodes(Gang(2, cpu: 1)));
    }

    [Fact]
    public void Place_PodsWithoutGpu_GoToAClusterWithoutGpus()
    {
        var scene = new Scene().Cluster("a-gpu", Node("gpu", cpu: 4, gpu: 8)).Cluster("b-cpu", Node("cpu", cpu: 64));

        Assert.Equal("cpu:1", scene.Nodes(Gang(1, cpu: 1)));
        Assert.Equal("gpu:1", scene.Nodes(Gang(1, cpu: 1, gpu: 1)));
    }

    [Fact]
    public void Place_ClusterWhoseLastCpuNodeLeft_CountsAsOneOfGpuNodes()
    {
        var scene = new Scene().Cluster("a-gpu", Node("gpu", cpu: 4, gpu: 8), Node("gone", cpu: 1)).Cluster("b-cpu", Node("cpu", cpu: 64));
        scene.Apply(new ClusterChanges { Cluster = new() { Name = "a-gpu" }, Health = ClusterHealth.Ready, RemovedNodes = ["gone"] });

        Assert.Equal("cpu:1", scene.Nodes(Gang(1, cpu: 1)));
    }

    [Fact]
    public void Place_ManyClusters_FillsTheFullestThatHoldsTheGang()
    {
        var scene = new Scene().Cluster("a", Node("a1", gpu: 8)).Cluster("b", Node("b1", gpu: 8));
        scene.Fleet.Assume(Id("there"), Placement("b", ("b1", Res(gpu: 2))));

        Assert.Equal("b1:1", scene.Nodes(Gang(1, gpu: 4)));
        Assert.Equal("a1:1", scene.Nodes(Gang(1, gpu: 4)));
    }

    [Fact]
    public void Place_NodeSelector_IsKeptTo()
    {
        var scene = new Scene().Cluster("c1", Node("old", 0, 8, 0, ("gpu", "v100")), Node("new", 0, 16, 0, ("gpu", "h100"), ("zone", "a")));

        Assert.Equal("new:1", scene.Nodes(Gang(Pods(1, Shape(0, 1, 0, ("gpu", "h100"))))));
        Assert.Equal("", scene.Nodes(Gang(Pods(1, Shape(0, 1, 0, ("gpu", "h100"), ("zone", "b"))))));
        Assert.Equal("old:8", scene.Nodes(Gang(Pods(8, Shape(0, 1, 0, ("gpu", "v100"))))));
    }

    [Fact]
    public void Place_HostnameSelector_MeansTheLabelAndNotTheName()
    {
        var odd = Node("ip-10-0-0-1", gpu: 8) with { Labels = Labels(("kubernetes.io/hostname", "worker-1")) };
        var scene = new Scene().Cluster("c1", odd, Node("ip-10-0-0-2", gpu: 8));

        Assert.Equal("ip-10-0-0-1:2", scene.Nodes(Gang(Pods(2, Shape(0, 1, 0, ("kubernetes.io/hostname", "worker-1"))))));
        Assert.Equal("", scene.Nodes(Gang(Pods(2, Shape(0, 1, 0, ("kubernetes.io/hostname", "ip-10-0-0-1"))))));
        Assert.Equal("", scene.Nodes(Gang(Pods(7, Shape(0, 1, 0, ("kubernetes.io/hostname", "worker-1"))))));
    }

    [Fact]
    public void Place_TaintsAndTolerations_HaveKubernetesMeaning()
    {
        var tainted = Node("n1", gpu: 8) with { Taints = [new("dedicated", "ml", "NoSchedule"), new("slow", "", "PreferNoSchedule")] };

        string With(params Toleration[] tolerations) =>
            new Scene().Cluster("c1", tainted).Nodes(Gang(Pods(1, Shape(gpu: 1) with { Tolerations = [.. tolerations] })));

        Assert.Equal("", With());
        Assert.Equal("n1:1", With(new Toleration("dedicated", false, "ml", "NoSchedule")));
        Assert.Equal("n1:1", With(new Toleration("dedicated", true, "", "")));
        Assert.Equal("n1:1", With(new Toleration("", true, "", "")));
        Assert.Equal("", With(new Toleration("dedicated", false, "web", "")));
        Assert.Equal("", With(new Toleration("dedicated", false, "ml", "NoExecute")));
        Assert.Equal("", With(new Toleration("other", true, "", "")));
    }

    [Theory]
    [InlineData(ClusterHealth.Unknown, false)]
    [InlineData(ClusterHealth.Ready, true)]
    [InlineData(ClusterHealth.Suspect, false)]
    [InlineData(ClusterHealth.Lost, false)]
    [InlineData(ClusterHealth.Healing, false)]
    public void Place_OnlyReadyClusters_TakeWork(ClusterHealth health, bool takes)
    {
        var scene = new Scene().Cluster("c1", Node("n1", gpu: 1));
        scene.Apply(new ClusterChanges { Cluster = new() { Name = "c1" }, Health = health });

        Assert.Equal(takes, scene.Place(Gang(1, gpu: 1)) is not null);
    }

    [Fact]
    public void Place_ClusterConstraints_AreKeptTo()
    {
        var scene = new Scene();
        foreach (var (name, region) in new[] { ("a", "eu"), ("b", "us"), ("c", "eu") })
            scene.Apply(new ClusterChanges
            {
                Cluster = new() { Name = name, Labels = Labels(("region", region)) }, Full = true, Health = ClusterHealth.Ready, Nodes = [Node(name + "1", gpu: 1)],
            });

        ClusterConstraints In(string? region, params string[] names) =>
            new() { Names = [.. names], Selector = region is null ? ImmutableSortedDictionary<string, string>.Empty : Labels(("region", region)) };

        Assert.Equal("b1:1", scene.Nodes(Gang(In("us"), Pods(1, Shape(gpu: 1)))));
        Assert.Equal("", scene.Nodes(Gang(In("us"), Pods(1, Shape(gpu: 1)))));
        Assert.Equal("c1:1", scene.Nodes(Gang(In("eu", "b", "c"), Pods(1, Shape(gpu: 1)))));
        Assert.Equal("", scene.Nodes(Gang(In(null, "b", "c"), Pods(1, Shape(gpu: 1)))));
        Assert.Equal("a1:1", scene.Nodes(Gang(1, gpu: 1)));
    }

    [Fact]
    public void Place_NodeThatTakesNothingNew_IsPassedOver()
    {
        var scene = new Scene().Cluster("c1", Node("n1", gpu: 1) with { Schedulable = false });
        Assert.Equal("", scene.Nodes(Gang(1, gpu: 1)));

        scene.Apply(new ClusterChanges { Cluster = new() { Name = "c1" }, Health = ClusterHealth.Ready, Nodes = [Node("n1", gpu: 1)] });
        Assert.Equal("n1:1", scene.Nodes(Gang(1, gpu: 1)));
    }

    [Fact]
    public void Place_PodSetsOfDifferentSize_LetsSmallPodsFillWhatIsLeft()
    {
        var scene = new Scene().Cluster("c1", Node("n1", cpu: 8, gpu: 8), Node("n2", cpu: 8, gpu: 8));

        var placement = scene.Place(Gang(Pods(8, Shape(cpu: 1), name: "loader"), Pods(2, Shape(cpu: 4, gpu: 8), name: "trainer")))!;

        Assert.Equal(["loader:0+4", "loader:4+4", "trainer:0+1", "trainer:1+1"],
            placement.Nodes.SelectMany(static n => n.Pods).Select(static p => $"{p.PodSet}:{p.First}+{p.Count}").Order(StringComparer.Ordinal));
        Assert.All(placement.Nodes, static n => Assert.Equal(Res(cpu: 8, gpu: 8), n.Resources));
    }
}

using Muster.Contracts;
using static Muster.Scheduling.Tests.Sample;

namespace Muster.Scheduling.Tests;

/// <summary>Reasons, word for word.</summary>
public sealed class ExplainerTests
{
    private static readonly FlavorSpec[] Flavors = [Flavor("old", ("gpu", "v100")), Flavor("new", ("gpu", "h100"))];

    [Theory]
    [InlineData("fits", ReasonCode.PendingEvaluation, "it fits now and is next to be decided upon")]
    [InlineData("no flavor", ReasonCode.NoMatchingFlavor, "no flavor of queue q allows the node selector of pod set 'main' (flavors: old, new)")]
    [InlineData("quota at most", ReasonCode.ExceedsMaxQuota, "queue q could never have so much: nvidia.com/gpu of flavor old: wants 20, 8 at the most")]
    [InlineData("quota now", ReasonCode.WaitingForQuota, "queue q has no quota left: nvidia.com/gpu of flavor new: wants 4, 1 free")]
    [InlineData("places", ReasonCode.PlacementFailed,
        "no cluster has room for the whole gang: c1: room for 1 of 2 'main' pods on 3 nodes (1 node: insufficient nvidia.com/gpu, 1 node: not of flavor old); c2: it does not answer at present")]
    [InlineData("host", ReasonCode.PlacementFailed, "no cluster has room for the whole gang: c1: no node has the hostname n9; c2: it does not answer at present")]
    [InlineData("host is full", ReasonCode.PlacementFailed,
        "no cluster has room for the whole gang: c1: room for 0 of 1 'main' pods on node o1; c2: it does not answer at present")]
    [InlineData("fleet", ReasonCode.ExceedsFleet,
        "no cluster could ever hold the whole gang: c1: room for 0 of 1 'main' pods, even when empty; c2: room for 0 of 1 'main' pods, even when empty")]
    [InlineData("named", ReasonCode.ExceedsFleet,
        "no cluster could ever hold the whole gang: c1: not among the clusters that the job names; c2: not among the clusters that the job names")]
    [InlineData("labelled", ReasonCode.ExceedsFleet, "no cluster could ever hold the whole gang: c1: not labelled region=us; c2: not labelled region=us")]
    public void Explain_EveryReason_IsSaidInTheseWords(string what, ReasonCode code, string message)
    {
        var scene = SmallFleet();
        if (what == "quota now")
            scene.Tree.Charge(Id("there"), new("q"), [new("new", Res(gpu: 7))]);
        var demand = what switch
        {
            "no flavor" => Gang(Pods(1, Shape(0, 1, 0, ("gpu", "tpu")))),
            "quota at most" => Gang(20, gpu: 1),
            "quota now" => Gang(Pods(4, Shape(0, 1, 0, ("gpu", "h100")))),
            "places" => Gang(Pods(2, Shape(0, 3, 0, ("gpu", "v100")))),
            "host" => Gang(Pods(1, Shape(0, 1, 0, ("kubernetes.io/hostname", "n9")))),
            "host is full" => Gang(Pods(1, Shape(0, 4, 0, ("kubernetes.io/hostname", "o1")))),
            "fleet" => Gang(1, cpu: 64),
            "named" => Gang(new ClusterConstraints { Names = ["c9"] }, Pods(1, Shape(gpu: 1))),
            "labelled" => Gang(new ClusterConstraints { Selector = Labels(("region", "us")) }, Pods(1, Shape(gpu: 1))),
            _ => Gang(1, gpu: 1),
        };
        var before = scene.Fleet.Dump();

        var explanation = Explainer.Explain(scene.State, new("q"), Job("a", demand));

        Assert.Equal(((ReasonCode?)code, message), (explanation.Reason?.Code, explanation.Reason?.Message));
        Assert.Equal((what == "fits", before), (explanation.FitsIfFirst, scene.Fleet.Dump()));
        Assert.Equal(code is ReasonCode.NoMatchingFlavor or ReasonCode.ExceedsMaxQuota or ReasonCode.ExceedsFleet,
            Explainer.NeverFits(scene.Tree, scene.Fleet, new("q"), demand) is not null);
    }

    [Fact]
    public void Explain_BehindABlockedHead_SaysSoAndSinceWhen()
    {
        var scene = new Scene([Queue("q") with { Strategy = QueueStrategy.StrictFifo }]).Cluster("c1", Node("n1", gpu: 2));
        var small = Job("small", Gang(1, gpu: 1), seq: 2);
        scene.Offer("q", Job("large", Gang(3, gpu: 1), seq: 1), small);
        scene.Now = Noon.AddMinutes(5);
        scene.Plan();
        scene.Now = Noon.AddMinutes(9);
        scene.Plan();

        var explanation = Explainer.Explain(scene.State, new("q"), small);

        Assert.Equal(new Reason(ReasonCode.BehindBlockedHead, "queue q is strict, and the job at its head cannot start"), explanation.Reason);
        Assert.Equal((Noon.AddMinutes(5), true), (explanation.Since, explanation.FitsIfFirst));
    }

    [Fact]
    public void NeverFits_PodSetsThatNeedDifferentFlavors_CouldFit()
    {
        // Each flavor could give 6 to one of them, and no flavor 12.
        var scene = new Scene([Queue("q", null, Gpus(8, flavor: "old"), Gpus(8, flavor: "new"))], Flavors)
            .Cluster("c1", Node("o1", 0, 8, 0, ("gpu", "v100")), Node("n1", 0, 8, 0, ("gpu", "h100")));
        var demand = Gang(Pods(6, Shape(gpu: 1), name: "one"), Pods(6, Shape(gpu: 1), name: "two"));

        Assert.Null(Explainer.NeverFits(scene.Tree, scene.Fleet, new("q"), demand));
        scene.Offer("q", Job("a", demand));
        Assert.Equal(["a"], scene.Admit());
        Assert.Equal(ReasonCode.ExceedsMaxQuota, Explainer.NeverFits(scene.Tree, scene.Fleet, new("q"),
            Gang(Pods(6, Shape(gpu: 1), name: "one"), Pods(6, Shape(gpu: 1), name: "two"), Pods(6, Shape(gpu: 1), name: "three")))?.Code);
    }

    [Fact]
    public void NeverFits_AmountsAsLargeAsTheyCome_AreRefused()
    {
        var scene = SmallFleet();
        var huge = new PodShape { Requests = ResourceVector.Of((ResourceNames.Gpu, long.MaxValue)) };

        Assert.Equal(ReasonCode.ExceedsMaxQuota, Explainer.NeverFits(scene.Tree, scene.Fleet, new("q"), Gang(Pods(4, huge)))?.Code);
        scene.Offer("q", Job("a", Gang(Pods(4, huge))));
        Assert.Equal([], scene.Admit());
    }

    [Fact]
    public void NeverFits_ClusterNeverHeardFrom_MayHaveAnything()
    {
        var scene = new Scene();
        Assert.Null(Explainer.NeverFits(scene.Tree, scene.Fleet, new("q"), Gang(1, gpu: 1)));
        scene.Cluster("c1", Node("n1", gpu: 1)).Apply(new ClusterChanges { Cluster = new() { Name = "c2" }, Full = true });
        Assert.Null(Explainer.NeverFits(scene.Tree, scene.Fleet, new("q"), Gang(1, gpu: 8)));
    }

    [Fact]
    public void NeverFits_RandomFleets_OnlyWhatAnEmptyFleetRefuses()
    {
        var (refused, placed) = (0, 0);
        for (var seed = 0; seed < 2000; seed++)
        {
            var random = new Random(seed);
            var scene = new Scene([Queue("q", null, Gpus(random.Next(2, 20), flavor: "old"), Gpus(random.Next(2, 20), flavor: "new"))], Flavors);
            scene.Cluster("c1", [.. Enumerable.Range(0, random.Next(1, 5)).Select(i =>
                Node($"n{i}", 16, random.Next(9), 0, ("gpu", random.Next(2) == 0 ? "v100" : "h100")))]);
            var demand = Gang([.. Enumerable.Range(0, random.Next(1, 4)).Select(i =>
                Pods(random.Next(1, 5), Shape(gpu: random.Next(1, 5)), name: $"set{i}"))]);

            var never = Explainer.NeverFits(scene.Tree, scene.Fleet, new("q"), demand);
            scene.Offer("q", Job("a", demand));
            var fits = scene.Plan().Admissions.Length == 1;

            Assert.False(never is not null && fits, $"seed {seed}: refused and placed: {never?.Message}");
            (refused, placed) = (refused + (never is null ? 0 : 1), placed + (fits ? 1 : 0));
        }
        Assert.True(refused > 200 && placed > 200, $"{refused} refused, {placed} placed");
    }

    private static Scene SmallFleet()
    {
        var scene = new Scene([Queue("q", null, Gpus(8, flavor: "old"), Gpus(8, flavor: "new"))], Flavors)
            .Cluster("c1", Node("o1", 0, 4, 0, ("gpu", "v100")), Node("o2", 0, 2, 0, ("gpu", "v100")), Node("n1", 8, 8, 0, ("gpu", "h100")));
        scene.Apply(new ClusterChanges { Cluster = new() { Name = "c2" }, Full = true, Health = ClusterHealth.Suspect, Nodes = [Node("m1", 0, 8, 0, ("gpu", "v100"))] });
        scene.Fleet.Assume(Id("there"), Placement("c1", ("o1", Res(gpu: 1))));
        return scene;
    }
}

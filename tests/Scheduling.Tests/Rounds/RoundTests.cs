using System.Text.Json;
using Muster.Contracts;
using static Muster.Scheduling.Tests.Sample;

namespace Muster.Scheduling.Tests;

/// <summary>Who starts, in which order, and when what is blocked is looked at again.</summary>
public sealed class RoundTests
{
    [Fact]
    public void Plan_OneQueue_GoesByPriorityThenAgeThenName()
    {
        var scene = new Scene().Cluster("c1", Node("n1", gpu: 100)).Offer("q",
            Job("z", Gang(1, gpu: 1), seq: 3), Job("b", Gang(1, gpu: 1), seq: 1), Job("a", Gang(1, gpu: 1), seq: 1),
            Job("urgent", Gang(2, gpu: 1), priority: 9, seq: 7), Job("late", Gang(1, gpu: 1), priority: -1, seq: 0));

        Assert.Equal(["urgent", "a", "b", "z", "late"], scene.Admit());
        Assert.Equal(0, scene.Heads.Count);
    }

    [Fact]
    public void Plan_WithinNominal_GoesBeforeBorrowing()
    {
        var scene = Siblings(4, Gpus(0), Gpus(4));
        scene.Offer("a", Job("borrows", Gang(1, gpu: 1), priority: 9, seq: 1)).Offer("b", Job("own", Gang(4, gpu: 1), seq: 2));

        Assert.Equal(["own"], scene.Admit());
    }

    [Fact]
    public void Plan_LocalQuotaBelowAnInnerQueue_DoesNotCountAsBorrowing()
    {
        // All that a has is its own and is lent to nobody: its team borrows nothing when a uses it.
        var scene = new Scene(
            [Queue("root", null, Gpus(4)), Queue("team", "root"), Queue("a", "team", Gpus(4, lending: 0)), Queue("b", "root", Gpus(0))], Flavor("gpu"))
            .Cluster("c1", Node("n1", gpu: 4));
        scene.Offer("b", Job("borrows", Gang(1, gpu: 1), priority: 9, seq: 1)).Offer("a", Job("own", Gang(4, gpu: 1), seq: 2));

        Assert.Equal(["own"], scene.Admit());
    }

    [Theory]
    [InlineData(1, 1, 6, 6)]
    [InlineData(1, 2, 4, 8)]
    [InlineData(3, 1, 9, 3)]
    [InlineData(0, 1, 0, 12)]
    public void Plan_Siblings_ShareWhatIsBorrowedByWeight(int weightA, int weightB, int a, int b)
    {
        var scene = new Scene(
            [Queue("root", null, Gpus(12)), Queue("a", "root") with { Weight = weightA }, Queue("b", "root") with { Weight = weightB }], Flavor("gpu"))
            .Cluster("c1", Node("n1", gpu: 100));

        Assert.Equal((a, b), Count(scene, "a", "b"));
    }

    [Fact]
    public void Plan_WeightZero_BorrowsWhatNobodyElseWants()
    {
        var scene = new Scene([Queue("root", null, Gpus(12)), Queue("a", "root") with { Weight = 0 }, Queue("b", "root")], Flavor("gpu"))
            .Cluster("c1", Node("n1", gpu: 100));
        Offer(scene, "a", 20);
        Offer(scene, "b", 5);

        var admitted = scene.Admit();

        Assert.Equal(12, admitted.Length);
        Assert.All(admitted[..5], static j => Assert.StartsWith("b", j));
    }

    [Fact]
    public void Plan_SeveralLevels_ShareAtEachByWeight()
    {
        var scene = new Scene(
            [
                Queue("root", null, Gpus(24)), Queue("x", "root") with { Weight = 2 }, Queue("y", "root"),
                Queue("x1", "x"), Queue("x2", "x") with { Weight = 3 }, Queue("y1", "y"), Queue("y2", "y"),
            ], Flavor("gpu")).Cluster("c1", Node("n1", gpu: 100));
        foreach (var leaf in new[] { "x1", "x2", "y1", "y2" })
            Offer(scene, leaf, 30);

        var admitted = scene.Admit().CountBy(static j => j[..2]).ToDictionary();

        Assert.Equal((4, 12, 4, 4), (admitted["x1"], admitted["x2"], admitted["y1"], admitted["y2"]));
    }

    [Fact]
    public void Plan_DominantResource_IsTheOneBorrowedMostOf()
    {
        // a wants CPU, b wants GPU: 1 CPU is a sixtieth, 1 GPU a sixth.
        var scene = new Scene([Queue("root", null, Quota("gpu",
            new ResourceQuota { Resource = ResourceNames.Cpu, Nominal = 60_000 }, new ResourceQuota { Resource = ResourceNames.Gpu, Nominal = 6000 })),
            Queue("a", "root"), Queue("b", "root")], Flavor("gpu")).Cluster("c1", Node("n1", cpu: 100, gpu: 100));
        for (var i = 0; i < 60; i++)
            scene.Offer("a", Job($"a{i}", Gang(1, cpu: 1), seq: i)).Offer("b", Job($"b{i}", Gang(1, gpu: 1), seq: i));

        var first = scene.Admit(admissions: 33).CountBy(static j => j[..1]).ToDictionary();

        Assert.Equal((30, 3), (first["a"], first["b"]));
    }

    [Theory]
    [InlineData(QueueStrategy.BestEffortFifo, "small other")]
    [InlineData(QueueStrategy.StrictFifo, "")]
    public void Plan_HeadThatDoesNotFit_HoldsUpAStrictQueueOnly(QueueStrategy strategy, string expected)
    {
        var scene = new Scene([Queue("q") with { Strategy = strategy }]).Cluster("c1", Node("n1", gpu: 4));
        scene.Offer("q", Job("large", Gang(5, gpu: 1), seq: 1), Job("small", Gang(1, gpu: 1), seq: 2), Job("other", Gang(2, gpu: 1), seq: 3));

        Assert.Equal(expected, string.Join(' ', scene.Admit()));
        Assert.Equal(strategy == QueueStrategy.StrictFifo ? ReasonCode.BehindBlockedHead : null, scene.Heads.BlockedAs(new("q"), Gang(1, gpu: 1).Key)?.Reason);
    }

    [Fact]
    public void Plan_Flavors_AreTriedInOrderAndFallThroughWhenNodesAreFull()
    {
        var scene = new Scene([Queue("q", null, Gpus(8, flavor: "old"), Gpus(8, flavor: "new"))], Flavor("old", ("gpu", "v100")), Flavor("new", ("gpu", "h100")))
            .Cluster("c1", Node("o1", 0, 2, 0, ("gpu", "v100")), Node("n1", 0, 16, 0, ("gpu", "h100")));
        scene.Offer("q", Job("a", Gang(2, gpu: 1), seq: 1), Job("b", Gang(3, gpu: 1), seq: 2), Job("c", Gang(5, gpu: 1), seq: 3), Job("d", Gang(6, gpu: 1), seq: 4));

        var plan = scene.Plan();

        // d has quota on old, but no nodes there; on new it has nodes and no quota.
        Assert.Equal(["a old", "b new", "c new"], plan.Admissions.Select(static a => $"{a.Job.Id.Name} {Assert.Single(a.Charge).Flavor}"));
        Assert.Equal(ReasonCode.PlacementFailed, scene.Heads.BlockedAs(new("q"), Gang(6, gpu: 1).Key)?.Reason);
    }

    [Fact]
    public void Plan_PodSetThatNeedsItsSecondFlavor_GetsItAlsoWhenTheFirstIsKnownToBeFull()
    {
        // Large pods fit on old nodes only, which have no room left for small ones then.
        var scene = TwoFlavors();
        var demand = Gang(Pods(1, Shape(gpu: 4), name: "large"), Pods(1, Shape(gpu: 1), name: "small"));
        scene.Offer("q", Job("first", demand, seq: 1), Job("second", demand, seq: 2));

        Assert.Equal(["first"], scene.Admit(admissions: 1));
        Assert.Equal(["second"], scene.Admit());
    }

    [Fact]
    public void Explain_PodSetThatNeedsItsSecondFlavor_SeesTheRoomThere()
    {
        var scene = TwoFlavors();
        var job = Job("first", Gang(Pods(1, Shape(gpu: 4), name: "large"), Pods(1, Shape(gpu: 1), name: "small")));
        // Nothing is remembered but that the first choice failed: what follows must be found all the same.
        for (var i = 0; i < 2; i++)
        {
            var explained = Explainer.Explain(scene.State, new("q"), job);
            Assert.Equal((true, true), (explained.FitsIfFirst, explained.Clusters[0].Fits));
        }
    }

    [Fact]
    public void Plan_BorrowingVeryLittleOfVeryMuch_IsBorrowing()
    {
        ResourceQuota Memory(long gi) => new() { Resource = ResourceNames.Memory, Nominal = gi * Gi };
        var scene = new Scene(
            [Queue("root", null, Quota("gpu", Memory(8L << 20))), Queue("a", "root"), Queue("b", "root", Quota("gpu", Memory(1)))], Flavor("gpu"))
            .Cluster("c1", Node("n1", memory: 1));
        scene.Offer("a", Job("borrows", Gang(1, memory: 1), priority: 9, seq: 1)).Offer("b", Job("own", Gang(1, memory: 1), seq: 2));

        Assert.Equal(["own"], scene.Admit());
    }

    [Theory]
    [InlineData(10, 8)]
    [InlineData(6, 6)]
    [InlineData(3, 3)]
    [InlineData(2, 0)]
    public void Plan_ElasticGang_StartsWithAsManyAsFit(int free, int pods)
    {
        var scene = new Scene([Queue("q", null, Gpus(10))], Flavor("gpu")).Cluster("c1", Node("n1", gpu: free));
        scene.Offer("q", Job("a", Gang(8, gpu: 1, min: 3)));

        var admission = scene.Plan().Admissions.SingleOrDefault();

        Assert.Equal(pods, admission?.Placement.Nodes.Sum(static n => n.Pods.Sum(static p => p.Count)) ?? 0);
        Assert.Equal(Res(gpu: pods), admission?.Charge[0].Resources ?? Res());
        Assert.Equal(Res(gpu: free - pods), scene.Fleet.Free("c1"));
    }

    [Fact]
    public void Plan_ElasticGang_IsBoundByQuotaToo()
    {
        var scene = new Scene([Queue("q", null, Gpus(5))], Flavor("gpu")).Cluster("c1", Node("n1", gpu: 100));
        scene.Offer("q", Job("a", Gang(8, gpu: 1, min: 3)));

        Assert.Equal(Res(gpu: 5), Assert.Single(scene.Plan().Admissions).Charge[0].Resources);
    }

    [Theory]
    [InlineData(2, 100, 2, true)]
    [InlineData(100, 2, 2, true)]
    [InlineData(5, 5, 5, false)]
    [InlineData(100, 100, 5, false)]
    [InlineData(0, 100, 0, true)]
    public void Plan_Budget_EndsTheRoundAndSaysSo(int admissions, int considered, int admitted, bool more)
    {
        var scene = new Scene().Cluster("c1", Node("n1", gpu: 100));
        Offer(scene, "q", 5);

        var plan = scene.Plan(admissions, considered);

        Assert.Equal((admitted, more), (plan.Admissions.Length, plan.MoreToDo));
        Assert.Equal(5 - admitted, scene.Plan().Admissions.Length);
    }

    [Fact]
    public void Undo_Admission_FreesChargeAndPlaces()
    {
        var scene = new Scene([Queue("q", null, Gpus(5))], Flavor("gpu")).Cluster("c1", Node("n1", gpu: 5));
        var before = scene.Fleet.Dump();
        scene.Offer("q", Job("a", Gang(5, gpu: 1), seq: 1), Job("b", Gang(4, gpu: 1), seq: 2));
        Assert.Equal(["a"], scene.Admit());
        Assert.Equal(1, scene.Tree.Charged);

        RoundPlanner.Undo(scene.State, Id("a"));

        Assert.Equal((before, 0), (scene.Fleet.Dump(), scene.Tree.Charged));
        Assert.Equal(["b"], scene.Admit());
    }

    [Fact]
    public void Plan_BlockedKind_IsLookedAtAgainOnlyWhenSomethingGrew()
    {
        var scene = new Scene([Queue("q", null, Gpus(5))], Flavor("gpu")).Cluster("c1", Node("n1", gpu: 4));
        scene.Offer("q", Job("a", Gang(3, gpu: 1), seq: 1), Job("large", Gang(4, gpu: 1), seq: 2), Job("placeless", Gang(2, gpu: 1), seq: 3));
        Assert.Equal(["a"], scene.Admit());

        // "large" has no quota and "placeless" no places; nothing has changed.
        Assert.Equal(0, scene.Plan().Considered);
        scene.Fleet.Assume(Id("other"), Placement("c1", ("n1", Res(gpu: 1))));
        Assert.Equal(0, scene.Plan().Considered);

        scene.Fleet.Drop(Id("other"));
        Assert.Equal(1, scene.Plan().Considered);
        Assert.Equal(0, scene.Plan().Considered);

        scene.Apply(new ClusterChanges { Cluster = new() { Name = "c1" }, Health = ClusterHealth.Ready, Nodes = [Node("n2", gpu: 2)] });
        Assert.Equal(["placeless"], scene.Admit());
        scene.Tree.Release(Id("a"));
        scene.Fleet.Drop(Id("a"));
        Assert.Equal([], scene.Admit());
        scene.End("placeless");
        Assert.Equal(["large"], scene.Admit());
    }

    [Fact]
    public void Plan_FittingJobBehindManyBlockedOnes_IsFound()
    {
        var scene = new Scene().Cluster("c1", Node("n1", gpu: 4));
        scene.Heads.Apply(new HeadsOffer
        {
            Leaf = new("q"),
            Heads = [.. Enumerable.Range(0, 100_000).Select(static i => Job($"blocked-{i}", Gang(1, gpu: 5 + i % 10_000), seq: i)), Job("fits", Gang(1, gpu: 4), seq: 200_000)],
        }, scene.Fleet);

        Assert.Equal(["fits"], scene.Admit());
    }

    [Fact]
    public void Plan_FittingJobBehindMoreThanTheBudget_IsFoundInALaterRound()
    {
        var scene = new Scene().Cluster("c1", Node("n1", gpu: 4));
        scene.Offer("q", [.. Enumerable.Range(0, 100).Select(static i => Job($"blocked-{i}", Gang(1, gpu: 5 + i), seq: i)), Job("fits", Gang(1, gpu: 4), seq: 200)]);

        var rounds = 0;
        for (; scene.Tree.Charged == 0 && rounds < 20; rounds++)
            scene.Plan(considered: 10);

        Assert.Equal(11, rounds);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Plan_SameInputs_GiveTheSamePlanByteForByte(int seed)
    {
        string Run()
        {
            var random = new Random(seed);
            var scene = new Scene(
                [Queue("root", null, Gpus(40)), Queue("a", "root", Gpus(8)) with { Weight = 2 }, Queue("b", "root"), Queue("c", "b", Gpus(4)), Queue("d", "b")], Flavor("gpu"));
            foreach (var cluster in new[] { "c1", "c2" })
                scene.Cluster(cluster, [.. Enumerable.Range(0, 12).Select(i => Node($"n{i}", cpu: 32, gpu: random.Next(2, 9)))]);
            var text = "";
            for (var round = 0; round < 10; round++)
            {
                foreach (var leaf in new[] { "a", "c", "d" })
                    for (var i = 0; i < 10; i++)
                        scene.Offer(leaf, Job($"{leaf}-{round}-{i}", Gang(random.Next(1, 6), cpu: 1, gpu: random.Next(1, 3)), random.Next(3), random.Next(100)));
                var plan = scene.Plan(admissions: 12);
                text += JsonSerializer.Serialize(plan.Admissions.Select(static a => new { Job = a.Job.Id.ToString(), Leaf = a.Leaf.Value, a.Placement, a.Charge }));
                foreach (var admission in plan.Admissions.Where(_ => random.Next(2) == 0))
                    scene.End(admission.Job.Id.Name);
            }
            return text;
        }

        var first = Run();
        Assert.True(first.Length > 5000);
        Assert.Equal(first, Run());
    }

    private static Scene TwoFlavors()
    {
        var scene = new Scene([Queue("q", null, Gpus(100, flavor: "old"), Gpus(100, flavor: "new"))], Flavor("old", ("gpu", "v100")), Flavor("new", ("gpu", "h100")));
        foreach (var cluster in new[] { "c1", "c2" })
            scene.Cluster(cluster, Node("o1", 0, 4, 0, ("gpu", "v100")), Node("n1", 0, 1, 0, ("gpu", "h100")));
        return scene;
    }

    private static Scene Siblings(int gpus, FlavorQuota a, FlavorQuota b) =>
        new Scene([Queue("root"), Queue("a", "root", a), Queue("b", "root", b)], Flavor("gpu")).Cluster("c1", Node("n1", gpu: gpus));

    private static void Offer(Scene scene, string leaf, int jobs) =>
        scene.Offer(leaf, [.. Enumerable.Range(0, jobs).Select(i => Job($"{leaf}{i}", Gang(1, gpu: 1), seq: i))]);

    private static (int A, int B) Count(Scene scene, string a, string b)
    {
        Offer(scene, a, 30);
        Offer(scene, b, 30);
        var admitted = scene.Admit();
        return (admitted.Count(j => j.StartsWith(a, StringComparison.Ordinal)), admitted.Count(j => j.StartsWith(b, StringComparison.Ordinal)));
    }
}

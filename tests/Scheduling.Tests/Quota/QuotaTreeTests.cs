using Muster.Contracts;
using static Muster.Scheduling.Tests.Sample;

namespace Muster.Scheduling.Tests;

/// <summary>Kueue's recursion, against examples that were worked out by hand. Amounts are whole GPUs.</summary>
public sealed class QuotaTreeTests
{
    [Fact]
    public void Available_QueueByItself_IsNominalLessUsage()
    {
        var tree = Tree(Queue("q", null, Gpus(8)));

        Use(tree, "q", 3);

        Assert.Equal((5, 8), Room(tree, "q"));
    }

    [Fact]
    public void Available_TwoSiblings_EachMayUseTheWhole()
    {
        var tree = Tree(Queue("root"), Queue("a", "root", Gpus(4)), Queue("b", "root", Gpus(6)));
        Assert.Equal(((10, 10), (10, 10)), (Room(tree, "a"), Room(tree, "b")));

        Use(tree, "a", 7);

        Assert.Equal(((3, 10), (3, 10)), (Room(tree, "a"), Room(tree, "b")));
    }

    [Fact]
    public void Available_BorrowingLimit_BoundsWhatIsTakenAboveNominal()
    {
        var tree = Tree(Queue("root"), Queue("a", "root", Gpus(4, borrowing: 2)), Queue("b", "root", Gpus(6)));
        Assert.Equal((6, 6), Room(tree, "a"));

        Use(tree, "a", 5);
        Assert.Equal((1, 6), Room(tree, "a"));

        Use(tree, "b", 5);
        Assert.Equal((0, 6), Room(tree, "a"));
    }

    [Fact]
    public void Available_LendingLimit_KeepsTheRestForItsOwner()
    {
        var tree = Tree(Queue("root"), Queue("a", "root", Gpus(4)), Queue("b", "root", Gpus(6, lending: 2)));
        Assert.Equal(((6, 6), (10, 10)), (Room(tree, "a"), Room(tree, "b")));

        Use(tree, "a", 6);

        // 2 of b's 6 are lent out; 4 nobody can take from it.
        Assert.Equal((4, 10), Room(tree, "b"));
    }

    [Fact]
    public void Available_LendingNothing_IsAnIslandThatMayStillBorrow()
    {
        var tree = Tree(Queue("root"), Queue("a", "root", Gpus(4)), Queue("b", "root", Gpus(6, lending: 0)));
        Use(tree, "b", 9);

        Assert.Equal(((1, 4), (1, 10)), (Room(tree, "a"), Room(tree, "b")));
    }

    [Fact]
    public void Available_ThreeLevels_GoesUpThroughEachLimit()
    {
        // root 2, of its own; team lends at most 3 of its 8 and borrows at most 4; the leaves bring in 5 and 3.
        var tree = Tree(
            Queue("root", null, Gpus(2)), Queue("team", "root", Gpus(0, borrowing: 4, lending: 3)),
            Queue("a", "team", Gpus(5, lending: 4)), Queue("b", "team", Gpus(3)), Queue("other", "root", Gpus(10)));

        // team: subtree 0 + (5 - 1) + 3 = 7, local 7 - 3 = 4. root: 2 + (7 - 4) + 10 = 15.
        // a: local 1 + min(team), team: min(7 + 4, 4 + 15) = 11, so 12. b: local 0 + 11. other: 0 + 15.
        Assert.Equal(((12, 12), (11, 11), (15, 15)), (Room(tree, "a"), Room(tree, "b"), Room(tree, "other")));

        Use(tree, "other", 14);

        // root has 1 left. team: local 4 + min(1, 3 + 4) = 5. a: 1 + 5.
        Assert.Equal(((6, 12), (5, 11), (1, 15)), (Room(tree, "a"), Room(tree, "b"), Room(tree, "other")));

        Use(tree, "a", 6);

        Assert.Equal(((0, 12), (0, 11), (0, 15)), (Room(tree, "a"), Room(tree, "b"), Room(tree, "other")));
    }

    [Fact]
    public void Available_AfterAQuotaCut_IsNegativeAndNothingIsEvicted()
    {
        var before = Tree(Queue("root"), Queue("a", "root", Gpus(4)), Queue("b", "root", Gpus(6)));
        Use(before, "a", 9, "job");
        var after = Tree(Queue("root"), Queue("a", "root", Gpus(4)), Queue("b", "root", Gpus(2)));
        Use(after, "a", 9, "job");

        Assert.Equal(((-3, 6), (-3, 6)), (Room(after, "a"), Room(after, "b")));
        Assert.True(after.IsCharged(Id("job")));
        Assert.True(after.Release(Id("job")));
        Assert.Equal((6, 6), Room(after, "a"));
    }

    [Fact]
    public void Charge_Twice_CountsOnce()
    {
        var tree = Tree(Queue("q", null, Gpus(8)));
        Use(tree, "q", 3, "job");
        Use(tree, "q", 3, "job");

        Assert.Equal((5, 1), (Room(tree, "q").Available, tree.Charged));
        Assert.True(tree.Release(Id("job")));
        Assert.False(tree.Release(Id("job")));
        Assert.Equal((8, 0), (Room(tree, "q").Available, tree.Charged));
    }

    [Fact]
    public void Charge_LeafThatIsGone_IsChargedToTheRootAndShown()
    {
        var tree = Tree(Queue("root", null, Gpus(2)), Queue("a", "root", Gpus(4)));

        Use(tree, "gone", 5);
        Use(tree, "a", 1);

        Assert.Equal(0, Room(tree, "a").Available);
        var (charged, usage) = tree.UsageOf(new("root"));
        Assert.Equal((2, Res(gpu: 6)), (charged, Assert.Single(usage).Resources));
        Assert.Equal(Res(gpu: 1), Assert.Single(tree.UsageOf(new("a")).Usage).Resources);
    }

    [Fact]
    public void Usage_BelowLocalQuota_IsShownAboveAsWell()
    {
        var tree = Tree(Queue("root"), Queue("a", "root", Gpus(4, lending: 1)), Queue("b", "root", Gpus(4)));
        Use(tree, "a", 3);
        Use(tree, "b", 2);

        Assert.Equal(Res(gpu: 5), Assert.Single(tree.UsageOf(new("root")).Usage).Resources);
    }

    [Fact]
    public void Available_TreeWithoutQuota_IsMoreThanAnyFleet()
    {
        var tree = Tree(Queue("root"), Queue("a", "root"));
        var cell = Cell(tree, "default", ResourceNames.Memory);

        // 100,000 nodes of 2 TiB.
        Assert.True(tree.Find(new("a"))!.Available(cell) > 100_000 * 2048L * Gi);
    }

    [Fact]
    public void Available_QuotasAsLargeAsTheyCome_DoNotOverflow()
    {
        var most = Quota("gpu", new ResourceQuota { Resource = ResourceNames.Gpu, Nominal = long.MaxValue, BorrowingLimit = long.MaxValue, LendingLimit = 1 });
        var tree = Tree(Queue("root", null, most), Queue("team", "root", most), Queue("a", "team", most), Queue("b", "team", most));

        Assert.All(new[] { "a", "b" }, q => Assert.True(Room(tree, q) is { Available: > 1_000_000, Potential: > 1_000_000 }));
    }

    [Fact]
    public void Growth_OnlyReleases_Count()
    {
        var tree = Tree(Queue("q", null, Gpus(8)));
        Use(tree, "q", 3, "job");
        Assert.Equal(0, tree.Growth);
        tree.Release(Id("unknown"));
        Assert.Equal(0, tree.Growth);
        tree.Release(Id("job"));
        Assert.Equal(1, tree.Growth);
    }

    [Fact]
    public void FlavorsOf_Leaf_IsItsOwnOrderThenItsAncestors()
    {
        var tree = new QuotaTree(new("root"),
            [Queue("root", null, Gpus(1, flavor: "a"), Gpus(1, flavor: "b")), Queue("leaf", "root", Gpus(1, flavor: "c"), Gpus(1, flavor: "b"))],
            [Flavor("a"), Flavor("b", ("gpu", "b")), Flavor("c")]);

        var flavors = tree.FlavorsOf(tree.Find(new("leaf"))!);

        Assert.Equal(["c", "b", "a"], flavors.Select(static f => f.Name));
        Assert.Equal(Labels(("gpu", "b")), flavors[1].NodeLabels);
    }

    private static QuotaTree Tree(params QueueSpec[] queues) => new(new(queues[0].Name), queues, [Flavor("gpu")]);

    private static void Use(QuotaTree tree, string leaf, int gpus, string? job = null) =>
        tree.Charge(Id(job ?? $"job-{tree.Charged}"), new(leaf), [new FlavorUsage("gpu", Res(gpu: gpus))]);

    private static (long Available, long Potential) Room(QuotaTree tree, string queue)
    {
        var (node, cell) = (tree.Find(new(queue))!, Cell(tree, "gpu", ResourceNames.Gpu));
        return (node.Available(cell) / 1000, node.Potential(cell) / 1000);
    }

    private static int Cell(QuotaTree tree, string flavor, string resource) =>
        tree.Cells.TryNumber(flavor, resource, out var cell) ? cell : throw new InvalidOperationException("no such cell");
}

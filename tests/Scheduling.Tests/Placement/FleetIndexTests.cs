using Muster.Contracts;
using static Muster.Scheduling.Tests.Sample;

namespace Muster.Scheduling.Tests;

/// <summary>What is held where, through everything that a feed may tell and when.</summary>
public sealed class FleetIndexTests
{
    private static readonly Attempt First = Attempt.Of(1, 1);
    private static readonly Attempt Second = Attempt.Of(1, 2);

    [Fact]
    public void Assume_BeforeItsClusterIsKnown_IsHeldOnceItIs()
    {
        var scene = new Scene();
        scene.Fleet.Assume(Id("a"), Placement("c1", ("n1", Res(gpu: 6))));

        scene.Apply(Table() with { Nodes = [Node("n1", gpu: 8)], Allocated = [new(Id("a"), First, Placement("c1", ("n1", Res(gpu: 6))))] });

        Assert.Equal(Res(gpu: 2), scene.Fleet.FreeOn("c1", "n1"));
        scene.Fleet.Drop(Id("a"));
        Assert.Equal(Res(gpu: 8), scene.Fleet.FreeOn("c1", "n1"));
    }

    [Fact]
    public void Assume_OnANodeThatIsNotShown_IsHeldOnceItIs()
    {
        var scene = new Scene().Cluster("c1", Node("n1", gpu: 8));
        scene.Fleet.Assume(Id("a"), Placement("c1", ("n2", Res(gpu: 6))));

        scene.Apply(Change() with { Nodes = [Node("n2", gpu: 8)] });

        Assert.Equal(Res(gpu: 2), scene.Fleet.FiledUnder("c1", "n2"));
    }

    [Fact]
    public void Apply_NodeThatLeavesAndComesBack_StillHoldsItsGangs()
    {
        var scene = new Scene().Cluster("c1", Node("n1", gpu: 8));
        scene.Fleet.Assume(Id("a"), Placement("c1", ("n1", Res(gpu: 6))));

        scene.Apply(Change() with { RemovedNodes = ["n1"] });
        Assert.Equal(ResourceVector.Empty, scene.Fleet.Free("c1"));
        scene.Apply(Change() with { Nodes = [Node("n1", gpu: 8)] });

        Assert.Equal(Res(gpu: 2), scene.Fleet.Free("c1"));
    }

    [Fact]
    public void Apply_Full_ForgetsWhatWasConfirmedAndKeepsWhatIsAssumed()
    {
        var scene = new Scene().Apply(Table() with
        {
            Nodes = [Node("n1", gpu: 8), Node("n2", gpu: 8)], Allocated = [new(Id("old"), First, Placement("c1", ("n1", Res(gpu: 1))))],
        });
        scene.Fleet.Assume(Id("new"), Placement("c1", ("n1", Res(gpu: 2))));

        scene.Apply(Table() with { Nodes = [Node("n1", gpu: 4)] });

        Assert.Equal((Res(gpu: 2), null), (scene.Fleet.FreeOn("c1", "n1"), scene.Fleet.FreeOn("c1", "n2")));
        Assert.Null(scene.Fleet.PlacementOf(Id("old")));
    }

    [Fact]
    public void Apply_AllocationElsewhereThanAssumed_MovesTheGang()
    {
        var scene = new Scene().Cluster("c1", Node("n1", gpu: 8), Node("n2", gpu: 8));
        scene.Fleet.Assume(Id("a"), Placement("c1", ("n1", Res(gpu: 2))));

        scene.Apply(Change() with { Allocated = [new(Id("a"), First, Placement("c1", ("n2", Res(gpu: 3))))] });

        Assert.Equal((Res(gpu: 8), Res(gpu: 5)), (scene.Fleet.FreeOn("c1", "n1"), scene.Fleet.FreeOn("c1", "n2")));
    }

    [Fact]
    public void Apply_AllocationOfAnEarlierAttempt_ComesTooLate()
    {
        var scene = new Scene().Cluster("c1", Node("n1", gpu: 8)).Cluster("c2", Node("n1", gpu: 8));
        scene.Apply(Change("c2") with { Allocated = [new(Id("a"), Second, Placement("c2", ("n1", Res(gpu: 2))))] });

        scene.Apply(Change("c1") with { Allocated = [new(Id("a"), First, Placement("c1", ("n1", Res(gpu: 2))))] });
        scene.Apply(Change("c1") with { Released = [new(Id("a"), First)] });

        Assert.Equal((Res(gpu: 8), Res(gpu: 6)), (scene.Fleet.FreeOn("c1", "n1"), scene.Fleet.FreeOn("c2", "n1")));
    }

    [Fact]
    public void Apply_ReleaseOfAnotherAttempt_ChangesNothing()
    {
        var scene = new Scene().Cluster("c1", Node("n1", gpu: 8));
        scene.Apply(Change() with { Allocated = [new(Id("a"), Second, Placement("c1", ("n1", Res(gpu: 2))))] });

        scene.Apply(Change() with { Released = [new(Id("a"), First)] });
        Assert.Equal(Res(gpu: 6), scene.Fleet.FreeOn("c1", "n1"));

        scene.Apply(Change() with { Released = [new(Id("a"), Second)] });
        Assert.Equal(Res(gpu: 8), scene.Fleet.FreeOn("c1", "n1"));
    }

    [Fact]
    public void Apply_ForeignPodsAndShrinking_ChangeWhatIsFreeAtOnce()
    {
        var scene = new Scene().Cluster("c1", Node("n1", gpu: 8));
        scene.Fleet.Assume(Id("a"), Placement("c1", ("n1", Res(gpu: 5))));

        scene.Apply(Change() with { Nodes = [Node("n1", gpu: 8) with { Foreign = Res(gpu: 2) }] });
        Assert.Equal(Res(gpu: 1), scene.Fleet.FreeOn("c1", "n1"));

        scene.Apply(Change() with { Nodes = [Node("n1", gpu: 4)] });
        Assert.Equal(Res(gpu: -1), scene.Fleet.FreeOn("c1", "n1"));
        Assert.Null(scene.Place(Gang(1, gpu: 1)));
    }

    [Fact]
    public void Place_BesideAnOverdrawnNode_FindsTheRoomThatIsThere()
    {
        var scene = new Scene().Cluster("c1", Node("n1", gpu: 8), Node("n2", gpu: 8));
        scene.Fleet.Assume(Id("a"), Placement("c1", ("n1", Res(gpu: 8))));
        scene.Apply(Change() with { Nodes = [Node("n1", gpu: 1)] });

        Assert.Equal("n2:1", scene.Nodes(Gang(1, gpu: 8)));
    }

    [Fact]
    public void DropAssumed_OfAConfirmedJob_LeavesIt()
    {
        var scene = new Scene().Cluster("c1", Node("n1", gpu: 8));
        scene.Apply(Change() with { Allocated = [new(Id("a"), First, Placement("c1", ("n1", Res(gpu: 2))))] });

        Assert.False(scene.Fleet.DropAssumed(Id("a")));
        Assert.False(scene.Fleet.DropAssumed(Id("unknown")));
        Assert.Equal(Res(gpu: 6), scene.Fleet.FreeOn("c1", "n1"));
    }

    [Fact]
    public void Growth_OnlyWhatMayHelp_Counts()
    {
        var scene = new Scene().Cluster("c1", Node("n1", gpu: 8));
        var growth = scene.Fleet.Growth;

        scene.Fleet.Assume(Id("a"), Placement("c1", ("n1", Res(gpu: 2))));
        scene.Apply(Change() with { Allocated = [new(Id("a"), First, Placement("c1", ("n1", Res(gpu: 2))))] });
        Assert.Equal(growth, scene.Fleet.Growth);

        scene.Fleet.Drop(Id("a"));
        Assert.True(scene.Fleet.Growth > growth);
    }

    private static ClusterChanges Table(string cluster = "c1") => Change(cluster) with { Full = true };

    private static ClusterChanges Change(string cluster = "c1") => new() { Cluster = new() { Name = cluster }, Health = ClusterHealth.Ready };
}

using Muster.Contracts;
using static Muster.Scheduling.Tests.Sample;

namespace Muster.Scheduling.Tests;

/// <summary>What an operator cordoned takes nothing new, and who waits for it is told so.</summary>
public sealed class CordonTests
{
    private static readonly Cordon Mark = new("new disks", "ops", Noon.AddMinutes(-5));

    private static readonly QueueSpec[] Queues =
        [Queue("root"), Queue("inner", "root"), Queue("leaf", "inner"), Queue("strict", "inner") with { Strategy = QueueStrategy.StrictFifo }, Queue("other", "root")];

    [Theory]
    [InlineData("leaf", "strict other")]
    [InlineData("strict", "leaf other")]
    [InlineData("inner", "other")]
    [InlineData("root", "")]
    [InlineData("nobody", "leaf strict other")]
    public void Plan_WithACordonedQueue_AdmitsNothingOfItOrBelow(string cordoned, string admitted)
    {
        var scene = Waiting();
        scene.Tree.SetCordons(Cordoned(cordoned));
        Assert.Equal(admitted.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal), scene.Admit().Order(StringComparer.Ordinal));
        scene.Tree.SetCordons(Cordoned());
        Assert.Equal(3 - admitted.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length, scene.Admit().Length);
    }

    [Fact]
    public void Plan_ACordonedRootThatIsALeaf_AdmitsNothing()
    {
        var scene = new Scene().Cluster("c1", Node("n1", cpu: 8)).Offer("q", Job("a", Gang(1, cpu: 1)));
        scene.Tree.SetCordons(Cordoned("q"));
        Assert.Empty(scene.Admit());
        scene.Tree.SetCordons(Cordoned());
        Assert.Equal(["a"], scene.Admit());
    }

    [Theory]
    [InlineData("leaf", "queue leaf is cordoned by ops since 2026-01-01 11:55:00Z: new disks")]
    [InlineData("inner", "queue inner is cordoned by ops since 2026-01-01 11:55:00Z: new disks")]
    public void Explain_BelowACordonedQueue_NamesItWithReasonAndMoment(string cordoned, string message)
    {
        var scene = Waiting();
        scene.Tree.SetCordons(Cordoned(cordoned));
        var explanation = Explainer.Explain(scene.State, new("leaf"), Job("leaf", Gang(1, cpu: 1)));
        Assert.Equal((ReasonCode.QueueCordoned, message), (explanation.Reason!.Code, explanation.Reason.Message));
        Assert.NotEmpty(explanation.Reason.Remedy);
        Assert.False(explanation.FitsIfFirst);
        Assert.Equal(Noon, explanation.Since);
        scene.Tree.SetCordons(new Dictionary<QueueName, Cordon> { [new(cordoned)] = Mark with { Since = Noon.AddHours(1) } });
        Assert.Equal(Noon.AddHours(1), Explainer.Explain(scene.State, new("leaf"), Job("leaf", Gang(1, cpu: 1))).Since);
    }

    [Fact]
    public void Place_WithACordonedCluster_GoesElsewhereAndComesBackWhenItIsLifted()
    {
        var scene = new Scene().Cluster("c1", Node("n1", cpu: 4)).Cluster("c2", Node("n2", cpu: 8));
        scene.Apply(Change("c1", Mark));
        Assert.Equal("n2:4", scene.Nodes(Gang(4, cpu: 1)));
        Assert.Equal("n2:4", scene.Nodes(Gang(4, cpu: 1)));
        scene.Offer("q", Job("waits", Gang(4, cpu: 1)));
        Assert.Empty(scene.Admit());
        scene.Apply(Change("c1", null));
        Assert.Equal(["waits"], scene.Admit());
    }

    [Fact]
    public void Explain_WhenOnlyACordonedClusterHasRoom_SaysSo()
    {
        var scene = new Scene().Cluster("c1", Node("n1", cpu: 8)).Cluster("c2", Node("n2", cpu: 2));
        scene.Apply(Change("c1", Mark));
        var before = scene.Fleet.Dump();
        var explanation = Explainer.Explain(scene.State, new("q"), Job("a", Gang(4, cpu: 1)));
        Assert.Equal(
            (ReasonCode.ClusterCordoned, "the gang would fit now, but only where nothing new starts: c1 is cordoned by ops since 2026-01-01 11:55:00Z: new disks"),
            (explanation.Reason!.Code, explanation.Reason.Message));
        Assert.NotEmpty(explanation.Reason.Remedy);
        Assert.Equal(
            ["c1: cordoned by ops since 2026-01-01 11:55:00Z: new disks", "c2: room for 2 of 4 'main' pods on 1 node"],
            explanation.Clusters.Select(static c => $"{c.Cluster}: {c.Message}"));
        Assert.Equal(before, scene.Fleet.Dump());
        Assert.Null(Explainer.NeverFits(scene.Tree, scene.Fleet, new("q"), Gang(4, cpu: 1)));
    }

    [Fact]
    public void Explain_WhenTheCordonedClusterHasNoRoomEither_IsAboutRoom()
    {
        var scene = new Scene().Cluster("c1", Node("n1", cpu: 4));
        Assert.NotEmpty(scene.Nodes(Gang(2, cpu: 1)));
        scene.Apply(Change("c1", new Cordon("", "", Noon)));
        var explanation = Explainer.Explain(scene.State, new("q"), Job("a", Gang(4, cpu: 1)));
        Assert.Equal(
            (ReasonCode.PlacementFailed, "no cluster has room for the whole gang: c1: cordoned since 2026-01-01 12:00:00Z"),
            (explanation.Reason!.Code, explanation.Reason.Message));
    }

    private static Scene Waiting()
    {
        var scene = new Scene(Queues).Cluster("c1", Node("n1", cpu: 8));
        foreach (var leaf in new[] { "leaf", "strict", "other" })
            scene.Offer(leaf, Job(leaf, Gang(1, cpu: 1)));
        return scene;
    }

    private static ClusterChanges Change(string cluster, Cordon? cordon) =>
        new() { Cluster = new() { Name = cluster }, Health = ClusterHealth.Ready, Cordon = cordon };

    private static Dictionary<QueueName, Cordon> Cordoned(params string[] queues) => queues.ToDictionary(static q => new QueueName(q), static _ => Mark);
}

using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Kubernetes.Tests;

public sealed class GatewayFeedTests
{
    private readonly FeedRing _ring = new("r", 1_000);
    private readonly List<string> _missed = [];
    private readonly GatewayFeed _feed;
    private int _flushes;

    public GatewayFeedTests() => _feed = new GatewayFeed("muster", _ring, () => _flushes++, _missed.Add);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pods_EachChange_IsToldOnce()
    {
        _feed.Nodes.Added(Node("n"));
        _feed.Nodes.Synced();
        _feed.Own.Added(Own("a", null, PodPhase.Unbound));
        _feed.Own.Modified(Own("a", null, PodPhase.Unbound));
        _feed.Own.Modified(Own("a", "n", PodPhase.Bound));
        _feed.Own.Deleted(Own("a", "n", PodPhase.Bound));
        Assert.Equal(["node n", "pod a Unbound", "pod a Bound", "gone a"], await EventsAsync());
        Assert.Empty(_missed);
    }

    [Fact]
    public async Task ForeignPods_ManyChanges_AreToldTogether()
    {
        _feed.Nodes.Added(Node("n", cpu: 4000));
        foreach (var name in new[] { "a", "b", "c" })
            _feed.Foreign.Added(Foreign(name, "n", 1000));
        _feed.Foreign.Deleted(Foreign("c", "n", 1000));
        Assert.Equal(["node n"], await EventsAsync());
        Assert.Equal(1, _flushes);
        _feed.Flush();
        Assert.Equal(["node n", "node n"], await EventsAsync());
        Assert.Equal(2000, Assert.Single(_feed.Snapshot().Nodes).Foreign["cpu"]);
    }

    [Fact]
    public void ForeignPods_BeforeTheirNode_AreCounted()
    {
        _feed.Foreign.Added(Foreign("a", "n", 1000));
        _feed.Nodes.Added(Node("n", cpu: 4000));
        Assert.Equal(3000, Assert.Single(_feed.Snapshot().Nodes).Capacity["cpu"]);
    }

    [Fact]
    public void ForeignPods_ThatEnd_CountNoLonger()
    {
        _feed.Nodes.Added(Node("n", cpu: 4000));
        _feed.Foreign.Added(Foreign("a", "n", 1000));
        _feed.Foreign.Modified(Foreign("a", "n", 0));
        Assert.True(Assert.Single(_feed.Snapshot().Nodes).Foreign.IsEmpty);
    }

    [Fact]
    public async Task OwnPods_WithLabelsThatMakeNoGang_CountAsForeign()
    {
        _feed.Nodes.Added(Node("n", cpu: 4000));
        _feed.Own.Added(Own("a", "n", PodPhase.Running) with { Gang = null, Requests = ResourceVector.Of(("cpu", 1000)) });
        Assert.Equal(1000, Assert.Single(_feed.Snapshot().Nodes).Foreign["cpu"]);
        Assert.Empty(_feed.Snapshot().Pods);
        Assert.DoesNotContain(await EventsAsync(), static e => e.Contains('a', StringComparison.Ordinal));
    }

    [Fact]
    public async Task NodeIsGone_WithoutEvidence_LosesNothing()
    {
        _feed.Nodes.Added(Node("n"));
        _feed.Nodes.Synced();
        _feed.Own.Added(Own("a", "n", PodPhase.Running));
        _feed.Nodes.Deleted(Node("n"));
        Assert.Equal(["n"], _missed);
        Assert.Equal(["node n", "pod a Running", "no node n"], await EventsAsync());
        Assert.Single(_feed.Snapshot().Pods);
    }

    [Fact]
    public async Task NodeIsGone_WithEvidence_LosesItsPodsOnce()
    {
        _feed.Nodes.Synced();
        _feed.Own.Added(Own("a", "n", PodPhase.Running));
        _feed.Own.Added(Own("b", "n", PodPhase.Succeeded));
        _feed.Own.Added(Own("c", null, PodPhase.Unbound));
        Assert.Equal(["n"], _missed);
        _feed.NodeIsGone("n");
        _feed.NodeIsGone("n");
        Assert.Equal(["b", "c"], _feed.Snapshot().Pods.Select(static p => p.Name).Order());
        _feed.Own.Modified(Own("a", "n", PodPhase.Failed));
        _feed.Own.Deleted(Own("a", "n", PodPhase.Failed));
        Assert.Equal(["pod a Running", "pod b Succeeded", "pod c Unbound", "gone a"], await EventsAsync());
    }

    [Fact]
    public void NodeIsGone_ButWasSeenAgain_LosesNothing()
    {
        _feed.Nodes.Synced();
        _feed.Own.Added(Own("a", "n", PodPhase.Running));
        _feed.Nodes.Added(Node("n"));
        _feed.NodeIsGone("n");
        Assert.Single(_feed.Snapshot().Pods);
    }

    [Fact]
    public void Missing_BeforeNodesWereListed_IsNobody()
    {
        Assert.Empty(_feed.Missing(["n"]));
        _feed.Nodes.Added(Node("there"));
        _feed.Nodes.Synced();
        Assert.Equal(["n"], _feed.Missing(["n", "there", "n"]));
    }

    [Fact]
    public void Nodes_ListedAfterTheirPods_AreMissedThen()
    {
        _feed.Own.Added(Own("a", "n", PodPhase.Running));
        Assert.Empty(_missed);
        _feed.Nodes.Synced();
        Assert.Equal(["n"], _missed);
    }

    private async Task<List<string>> EventsAsync()
    {
        var end = _ring.Revision;
        var events = new List<string>();
        if (end == "r.0")
            return events;
        await foreach (var e in _ring.FollowAsync("r.0", TimeSpan.FromSeconds(1), TimeProvider.System, Token))
        {
            events.Add(e switch
            {
                { Node: { } node } => $"node {node.Name}",
                { RemovedNode: { } node } => $"no node {node}",
                { Pod: { } pod } => $"pod {pod.Name} {pod.Phase}",
                _ => $"gone {e.RemovedPod!.Name}",
            });
            if (e.Revision == end)
                break;
        }
        return events;
    }

    private static ObservedNode Node(string name, long cpu = 8000) =>
        new(new("", name, "uid-" + name, "1"), new NodeInfo { Name = name, Allocatable = ResourceVector.Of(("cpu", cpu)) });

    private static ObservedPod Own(string name, string? node, PodPhase phase) => new()
    {
        Identity = new("ns", name, "uid-" + name, "1"),
        Node = node,
        Origin = "muster",
        Gang = new PodObservation { Name = name, Uid = "uid-" + name, Job = new("ns", "j"), Node = node, Phase = phase },
    };

    private static ObservedPod Foreign(string name, string node, long cpu) =>
        new() { Identity = new("ns", name, "uid-" + name, "1"), Node = node, Requests = ResourceVector.Of(("cpu", cpu)) };
}

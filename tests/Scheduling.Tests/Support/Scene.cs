using Muster.Contracts;
using static Muster.Scheduling.Tests.Sample;

namespace Muster.Scheduling.Tests;

/// <summary>A tree, its heads and a fleet, driven through the planner's public face.</summary>
internal sealed class Scene
{
    private int _placed;

    /// <summary>One queue <c>q</c> without limits.</summary>
    public Scene()
        : this([Queue("q")])
    {
    }

    public Scene(IReadOnlyList<QueueSpec> queues, params FlavorSpec[] flavors) =>
        Tree = new QuotaTree(new(queues.First(static q => q.Parent is null).Name), queues, flavors);

    public QuotaTree Tree { get; }

    public PendingHeads Heads { get; } = new();

    public FleetIndex Fleet { get; } = new();

    public DateTimeOffset Now { get; set; } = Noon;

    public RoundState State => new(Tree, Heads, Fleet, Now);

    /// <summary>The whole table of a cluster, ready for work.</summary>
    public Scene Cluster(string name, params NodeInfo[] nodes) =>
        Apply(new ClusterChanges { Cluster = new() { Name = name }, Full = true, Health = ClusterHealth.Ready, Nodes = [.. nodes] });

    public Scene Apply(ClusterChanges changes)
    {
        Fleet.Apply(changes);
        return this;
    }

    public Scene Offer(string leaf, params PendingJob[] jobs)
    {
        Heads.Apply(new HeadsOffer { Leaf = new(leaf), Heads = [.. jobs] }, Fleet);
        return this;
    }

    public RoundPlan Plan(int admissions = 10_000, int considered = 1_000_000) => RoundPlanner.Plan(State, new(admissions, considered));

    /// <summary>Plans, and names what was admitted, in order.</summary>
    public string[] Admit(int admissions = 10_000, int considered = 1_000_000) =>
        [.. Plan(admissions, considered).Admissions.Select(static a => a.Job.Id.Name)];

    /// <summary>The job has ended: its quota and its places are free.</summary>
    public void End(string job)
    {
        Tree.Release(Id(job));
        Fleet.Drop(Id(job));
    }

    /// <summary>Places one gang, and holds it; null when it finds no place.</summary>
    public GangPlacement? Place(GangDemand demand, string leaf = "q")
    {
        var job = Job($"placed-{_placed++}", demand, seq: _placed);
        Offer(leaf, job);
        var plan = Plan();
        Heads.Remove(job.Id);
        return plan.Admissions.SingleOrDefault()?.Placement;
    }

    /// <summary>The nodes that a gang was placed on, with pods of each: <c>n1:2 n2:1</c>; empty when it finds no place.</summary>
    public string Nodes(GangDemand demand, string leaf = "q") => Place(demand, leaf) is { } placement
        ? string.Join(' ', placement.Nodes.OrderBy(static n => n.Node, StringComparer.Ordinal).Select(static n => $"{n.Node}:{n.Pods.Sum(static p => p.Count)}"))
        : "";
}

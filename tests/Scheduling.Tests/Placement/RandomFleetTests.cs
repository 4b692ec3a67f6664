using System.Collections.Immutable;
using Muster.Contracts;
using static Muster.Scheduling.Tests.Sample;

namespace Muster.Scheduling.Tests;

/// <summary>The index against the naive model, under random operations.</summary>
public sealed class RandomFleetTests
{
    private const int Operations = 20_000;
    private static readonly string[] Clusters = ["c1", "c2", "c3"];
    private static readonly string[] Names = [.. Enumerable.Range(0, 8).Select(static n => $"n{n}")];

    private readonly Scene _scene = new();
    private readonly NaiveFleet _naive = new();
    private readonly SortedDictionary<string, int> _covered = new(StringComparer.Ordinal);
    private Random _random = new(0);
    private int _jobs;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void RandomOperations_IndexAndNaiveModel_Agree(int seed)
    {
        _random = new Random(seed);
        for (var i = 0; i < Operations; i++)
        {
            Step();
            Compare(i);
        }
        // Twice is enough to have been there; the frequent ones must be frequent.
        Assert.Equal(
            ["allocated", "assumed", "assumed on a node not shown", "dropped", "elastic below full size", "full", "gang over nodes",
                "nothing found", "overdrawn", "partial", "placed", "released", "removed"],
            _covered.Keys);
        Assert.All(_covered, static c => Assert.True(c.Value >= 50, $"{c.Key}: {c.Value}"));
    }

    private void Step()
    {
        switch (_random.Next(10))
        {
            case 0: Apply(Change() with { Nodes = [RandomNode(Pick(Names)), RandomNode(Pick(Names))] }, "partial"); break;
            case 1: Apply(Change() with { RemovedNodes = [Pick(Names)] }, "removed"); break;
            case 2 when _random.Next(8) == 0: ApplyFull(); break;
            case 2 or 3: Assume(); break;
            case 4 or 5 or 6: Drop(); break;
            case 7: Settle(); break;
            default: Place(); break;
        }
    }

    private void Compare(int step)
    {
        var all = _naive.Free();
        foreach (var cluster in _naive.Nodes.Where(static n => n.Node.Schedulable).GroupBy(static n => n.Cluster))
            Assert.Equal(
                ResourceVector.Of(cluster.SelectMany(n => all[(cluster.Key, n.Node.Name)].Entries).Where(static e => e.Amount > 0)),
                _scene.Fleet.Free(cluster.Key));
        foreach (var (cluster, node) in _naive.Nodes)
        {
            var free = all[(cluster, node.Name)];
            Cover("overdrawn", free.Entries.Any(static e => e.Amount < 0));
            Assert.True(free.Equals(_scene.Fleet.FreeOn(cluster, node.Name)), $"{step}: {cluster}/{node.Name}");
            Assert.True(Equals(node.Schedulable ? free : null, _scene.Fleet.FiledUnder(cluster, node.Name)), $"{step}: {cluster}/{node.Name} is filed wrongly");
        }
        Assert.Equal((_naive.Held.Count, _naive.Nodes.Count()), (_scene.Fleet.HeldJobs, _scene.Fleet.Nodes));
    }

    private void Place()
    {
        var demand = RandomGang();
        var free = _naive.Free();
        var possible = _naive.Nodes.Select(n => (n.Cluster, Room: _naive.Room(free[(n.Cluster, n.Node.Name)], n.Cluster, n.Node.Name, demand.PodSets[0].Shape)))
            .GroupBy(static n => n.Cluster, static n => n.Room).Select(static c => c.Sum()).DefaultIfEmpty().Max();
        var job = Job($"job-{_jobs++}", demand, seq: _jobs);
        _scene.Offer("q", job);
        var admission = _scene.Plan().Admissions.SingleOrDefault();
        _scene.Heads.Remove(job.Id);

        // One pod set of equal pods: there is a place for it exactly when there is enough room in some cluster.
        Assert.Equal(possible >= demand.PodSets[0].MinCount, admission is not null);
        if (admission is null)
        {
            Cover("nothing found");
            return;
        }
        Check(demand.PodSets[0], admission.Placement, free, possible);
        _naive.Held[job.Id] = (Attempt.None, admission.Placement);
    }

    private void Check(PodSetDemand set, GangPlacement placement, Dictionary<(string, string), ResourceVector> free, int possible)
    {
        var pods = placement.Nodes.SelectMany(static n => n.Pods).OrderBy(static p => p.First).ToArray();
        var count = pods.Sum(static p => p.Count);
        Assert.InRange(count, set.MinCount, set.Count);
        Assert.True(count <= possible);
        Assert.Equal(pods.Select((_, i) => pods.Take(i).Sum(static p => p.Count)), pods.Select(static p => p.First));
        Assert.Equal(placement.Nodes.Length, placement.Nodes.Select(static n => n.Node).Distinct().Count());
        foreach (var share in placement.Nodes)
        {
            var there = share.Pods.Sum(static p => p.Count);
            Assert.True(there <= _naive.Room(free[(placement.Cluster.Value, share.Node)], placement.Cluster.Value, share.Node, set.Shape), $"{share.Node} has no room for {there}");
            Assert.Equal(set.Shape.Requests.Times(there), share.Resources);
        }
        Cover("placed");
        Cover("gang over nodes", placement.Nodes.Length > 1);
        Cover("elastic below full size", count < set.Count);
    }

    private void Assume()
    {
        var cluster = Pick(Clusters);
        var job = Id($"job-{_jobs++}");
        var placement = Placement(cluster, [.. Names.Where(_ => _random.Next(8) == 0).Select(n => (n, Res(cpu: 1, gpu: _random.Next(3))))]);
        _scene.Fleet.Assume(job, placement);
        _naive.Held[job] = (Attempt.None, placement);
        Cover("assumed");
        Cover("assumed on a node not shown", placement.Nodes.Any(n => _naive.Find(cluster, n.Node) is null));
    }

    private void Drop()
    {
        if (_naive.Held.Count == 0)
            return;
        var job = Pick(_naive.Held.Keys.ToArray());
        _scene.End(job.Name);
        _naive.Held.Remove(job);
        Cover("dropped");
    }

    // The feed confirms what was assumed, moves it, releases it, or tells of a job that nobody assumed.
    private void Settle()
    {
        if (_naive.Held.Count == 0)
            return;
        var (job, (attempt, placement)) = Pick(_naive.Held.ToArray());
        var change = Change() with { Cluster = new() { Name = placement.Cluster.Value } };
        if (attempt != Attempt.None && _random.Next(2) == 0)
            Apply(change with { Released = [new(job, _random.Next(4) == 0 ? Attempt.Of(9, 9) : attempt)] }, "released");
        else
            Apply(change with { Allocated = [new(_random.Next(3) == 0 ? Id($"job-{_jobs++}") : job, Attempt.Of(1, _random.Next(1, 4)), Moved(placement))] }, "allocated");
    }

    private GangPlacement Moved(GangPlacement placement) => _random.Next(2) == 0 ? placement
        : placement with { Nodes = [.. placement.Nodes.Select(n => n with { Node = Pick(Names) }).DistinctBy(static n => n.Node)] };

    private void ApplyFull()
    {
        var change = Change();
        var confirmed = _naive.Held.Where(h => h.Value.Placement.Cluster.Value == change.Cluster.Name && h.Value.Attempt != Attempt.None && _random.Next(2) == 0);
        Apply(change with
        {
            Full = true,
            Nodes = [.. Names.Where(_ => _random.Next(4) > 0).Select(RandomNode)],
            Allocated = [.. confirmed.Select(static h => new Allocation(h.Key, h.Value.Attempt, h.Value.Placement))],
        }, "full");
    }

    private void Apply(ClusterChanges changes, string what)
    {
        _scene.Fleet.Apply(changes);
        _naive.Apply(changes);
        Cover(what);
    }

    private ClusterChanges Change() => new() { Cluster = new() { Name = Pick(Clusters) }, Health = _random.Next(6) == 0 ? ClusterHealth.Suspect : ClusterHealth.Ready };

    private NodeInfo RandomNode(string name)
    {
        var node = Node(name, cpu: _random.Next(1, 4) * 8, gpu: _random.Next(3) * 4, labels: ("zone", _random.Next(2) == 0 ? "a" : "b"));
        return node with
        {
            Foreign = _random.Next(3) == 0 ? Res(cpu: _random.Next(4)) : ResourceVector.Empty,
            Taints = _random.Next(5) == 0 ? [new Taint("dedicated", "ml", "NoSchedule")] : [],
            Schedulable = _random.Next(8) > 0,
        };
    }

    private GangDemand RandomGang()
    {
        var shape = Shape(cpu: _random.Next(1, 5), gpu: _random.Next(3) == 0 ? _random.Next(1, 5) : 0) with
        {
            NodeSelector = _random.Next(6) switch
            {
                0 => Labels(("zone", "a")),
                1 => Labels(("kubernetes.io/hostname", Pick(Names))),
                _ => ImmutableSortedDictionary<string, string>.Empty,
            },
            Tolerations = _random.Next(4) == 0 ? [new Toleration("dedicated", true, "", "")] : [],
        };
        // Pods that name their host stand or fall together on one node, which may be shown by several clusters.
        var hosted = shape.NodeSelector.ContainsKey("kubernetes.io/hostname");
        var count = hosted || _random.Next(2) == 0 ? 1 : _random.Next(2, 12);
        return Gang(Pods(count, shape, min: count - _random.Next(count)));
    }

    private T Pick<T>(T[] from) => from[_random.Next(from.Length)];

    private void Cover(string what, bool seen = true)
    {
        if (seen)
            _covered[what] = _covered.GetValueOrDefault(what) + 1;
    }
}

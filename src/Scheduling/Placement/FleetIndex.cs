using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>
/// What a planner knows of every cluster: nodes by class and free amount, and who holds what. It follows the clusters'
/// change feeds; placements that were just planned are held at once (assumed) until a feed confirms or a caller drops them.
/// Not thread-safe: one owner at a time.
/// </summary>
public sealed class FleetIndex
{
    private readonly Dictionary<ClusterName, ClusterIndex> _clusters = [];
    private readonly List<ClusterIndex> _ordered = [];
    private readonly Dictionary<JobId, (Attempt Attempt, GangPlacement Placement)> _held = [];
    private readonly Dictionary<string, GangShape> _shapes = new(StringComparer.Ordinal);

    // Of clusters that were forgotten: what grows must not shrink.
    private long _formerGrowth;

    /// <summary>Most equivalence classes that are remembered; beyond it all are forgotten and learnt anew.</summary>
    public const int MaxShapes = 100_000;

    internal ResourceTable Resources { get; } = new();

    internal IReadOnlyList<ClusterIndex> Clusters => _ordered;

    /// <summary>Clusters whose table has come.</summary>
    public int KnownClusters => _ordered.Count;

    /// <summary>Nodes of all clusters.</summary>
    public int Nodes => _ordered.Sum(static c => c.Nodes);

    /// <summary>Jobs whose places are held, assumed or confirmed.</summary>
    public int HeldJobs => _held.Count;

    /// <summary>Grows whenever a job may fit that did not fit before.</summary>
    public long Growth => _formerGrowth + _ordered.Sum(static c => c.Growth);

    /// <summary>Where the feed of a cluster stands; null when nothing has come yet.</summary>
    public (EpochToken? Incarnation, long Version) Position(ClusterName cluster) =>
        _clusters.TryGetValue(cluster, out var index) ? (index.Incarnation, index.Version) : (null, 0);

    /// <summary>The placement held for a job, or null.</summary>
    public GangPlacement? PlacementOf(JobId job) => _held.TryGetValue(job, out var held) ? held.Placement : null;

    /// <summary>Takes in what changed in a cluster.</summary>
    public void Apply(ClusterChanges changes)
    {
        var cluster = Cluster(changes.Cluster);
        if (changes.Full)
            Forget(cluster, changes);
        if (cluster.Health != changes.Health || cluster.Cordon is null != changes.Cordon is null)
            cluster.MarkGrowth();
        (cluster.Spec, cluster.Health, cluster.Cordon) = (changes.Cluster, changes.Health, changes.Cordon);
        (cluster.Incarnation, cluster.Version) = (changes.Incarnation, changes.Version);
        foreach (var node in changes.Nodes)
            cluster.Upsert(node);
        foreach (var node in changes.RemovedNodes)
            cluster.Remove(node);
        foreach (var (job, attempt) in changes.Released)
            if (_held.TryGetValue(job, out var held) && held.Attempt == attempt)
                Drop(job);
        foreach (var allocation in changes.Allocated)
            Confirm(allocation);
    }

    /// <summary>Forgets every cluster but these, and what was held there.</summary>
    public void Retain(IReadOnlySet<ClusterName> names)
    {
        if (_ordered.TrueForAll(c => names.Contains(c.Name)))
            return;
        foreach (var gone in _ordered.Where(c => !names.Contains(c.Name)).ToArray())
        {
            foreach (var job in _held.Where(h => h.Value.Placement.Cluster == gone.Name).Select(static h => h.Key).ToArray())
                _held.Remove(job);
            _clusters.Remove(gone.Name);
            _ordered.Remove(gone);
            _formerGrowth += gone.Growth + 1;
        }
    }

    /// <summary>Lets go of a job's places, assumed or confirmed.</summary>
    public void Drop(JobId job)
    {
        if (_held.Remove(job, out var held))
            HoldAll(held.Placement, -1);
    }

    /// <summary>Lets go of places that were only assumed; a confirmed job keeps its.</summary>
    public bool DropAssumed(JobId job)
    {
        if (!_held.TryGetValue(job, out var held) || held.Attempt != Attempt.None)
            return false;
        Drop(job);
        return true;
    }

    /// <summary>Holds places for a job of which no feed has told yet. One that is held already is left as it is.</summary>
    public void Assume(JobId job, GangPlacement placement)
    {
        if (_held.TryAdd(job, (Attempt.None, placement)))
            HoldAll(placement, 1);
    }

    /// <summary>Notes that the places in <paramref name="placement"/>, which the placer took already, are the job's.</summary>
    internal void Adopt(JobId job, GangPlacement placement) => _held.Add(job, (Attempt.None, placement));

    /// <summary>The equivalence class of a demand.</summary>
    internal GangShape Shape(GangDemand demand)
    {
        if (_shapes.TryGetValue(demand.Key, out var shape))
            return shape;
        if (_shapes.Count >= MaxShapes)
            _shapes.Clear();
        return _shapes[demand.Key] = new GangShape(demand, Resources);
    }

    private ClusterIndex Cluster(ClusterSpec spec)
    {
        var name = new ClusterName(spec.Name);
        if (_clusters.TryGetValue(name, out var cluster))
            return cluster;
        cluster = _clusters[name] = new ClusterIndex(spec, Resources);
        _ordered.Add(cluster);
        _ordered.Sort(static (a, b) => string.CompareOrdinal(a.Name.Value, b.Name.Value));
        return cluster;
    }

    // A full table replaces nodes and confirmed places; what is only assumed stays, on the new nodes.
    private void Forget(ClusterIndex old, ClusterChanges changes)
    {
        foreach (var job in _held.Where(h => h.Value.Placement.Cluster == old.Name && h.Value.Attempt != Attempt.None).Select(static h => h.Key).ToArray())
            Drop(job);
        var kept = changes.Nodes.Select(static n => n.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var node in old.NodeNames.Where(n => !kept.Contains(n)).ToArray())
            old.Remove(node);
    }

    private void Confirm(Allocation allocation)
    {
        if (_held.TryGetValue(allocation.Job, out var held))
        {
            // From a cluster that has not heard yet that the job went on elsewhere.
            if (held.Attempt > allocation.Attempt)
                return;
            if (ReferenceEquals(held.Placement, allocation.Placement) || SamePlaces(held.Placement, allocation.Placement))
            {
                _held[allocation.Job] = (allocation.Attempt, held.Placement);
                return;
            }
            Drop(allocation.Job);
        }
        _held[allocation.Job] = (allocation.Attempt, allocation.Placement);
        HoldAll(allocation.Placement, 1);
    }

    private static bool SamePlaces(GangPlacement a, GangPlacement b)
    {
        if (a.Cluster != b.Cluster || a.Nodes.Length != b.Nodes.Length)
            return false;
        for (var i = 0; i < a.Nodes.Length; i++)
            if (a.Nodes[i].Node != b.Nodes[i].Node || !a.Nodes[i].Resources.Equals(b.Nodes[i].Resources))
                return false;
        return true;
    }

    // Also in a cluster of which nothing has come yet: after a start, who holds places is known before the nodes are.
    private void HoldAll(GangPlacement placement, int times)
    {
        var cluster = _clusters.GetValueOrDefault(placement.Cluster) ?? Cluster(new ClusterSpec { Name = placement.Cluster.Value });
        foreach (var share in placement.Nodes)
            cluster.Hold(share.Node, Resources.Dense(share.Resources), times);
    }
}

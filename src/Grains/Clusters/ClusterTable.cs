using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Grains;

/// <summary>
/// A cluster's nodes and the attempts that hold places there, with a feed of what changed. The feed keeps the newest
/// changes; who is further behind gets the whole table.
/// </summary>
internal sealed class ClusterTable(ClusterSpec spec)
{
    /// <summary>Changes that the feed keeps.</summary>
    public const int MaxFeed = 65_536;

    private readonly NodeTable _nodes = new();
    private readonly Dictionary<JobId, Allocation> _allocations = [];

    // A ring: change number v is at v modulo its length.
    private readonly Change[] _feed = new Change[MaxFeed];

    public EpochToken Incarnation { get; } = EpochToken.New();

    /// <summary>Number of the newest change.</summary>
    public long Version { get; private set; }

    public ClusterHealth Health { get; private set; }

    /// <summary>An operator's mark on the whole cluster.</summary>
    public Cordon? Cordon { get; private set; }

    /// <summary>The nodes, as planners see them: one that is cordoned is not schedulable.</summary>
    public IReadOnlyDictionary<string, NodeInfo> Nodes => _nodes.Effective;

    public IReadOnlyDictionary<JobId, Allocation> Allocations => _allocations;

    /// <summary>False when the health was the same already.</summary>
    public bool SetHealth(ClusterHealth health)
    {
        if (Health == health)
            return false;
        Health = health;
        Note(default);
        return true;
    }

    /// <summary>False when the cluster was cordoned so already.</summary>
    public bool SetCordon(Cordon? cordon)
    {
        if (Cordon == cordon)
            return false;
        Cordon = cordon;
        Note(default);
        return true;
    }

    /// <summary>False when it makes no difference to planners. A node need not be there: its cordon waits for it.</summary>
    public bool SetNodeCordon(string node, Cordon? cordon)
    {
        if (!_nodes.SetCordon(node, cordon))
            return false;
        Note(new(node, default));
        return true;
    }

    /// <summary>What pods take that are left alone, by node, in place of what was said before. Returns the nodes for which it makes a difference.</summary>
    public List<string> SetStrangers(IReadOnlyDictionary<string, ResourceVector> usage)
    {
        var changed = _nodes.SetStrangers(usage);
        foreach (var node in changed)
            Note(new(node, default));
        return changed;
    }

    /// <summary>Cordons of nodes, also of such that are away.</summary>
    public IReadOnlyDictionary<string, Cordon> NodeCordons => _nodes.Cordons;

    /// <summary>A node, as shown to people; null when there is none.</summary>
    public NodeSnapshot? Show(string node) => _nodes.Show(new ClusterName(spec.Name), node, Cordon);

    /// <summary>Nodes after a name, in the order of names.</summary>
    public IEnumerable<NodeSnapshot> ShowAfter(string? name) =>
        _nodes.NamesAfter(name).Select(node => _nodes.Show(new ClusterName(spec.Name), node, Cordon)!);

    /// <summary>False when the node was the same already.</summary>
    public bool Upsert(NodeInfo node)
    {
        if (!_nodes.Upsert(node))
            return false;
        Note(new(node.Name, default));
        return true;
    }

    public bool RemoveNode(string node)
    {
        if (!_nodes.Remove(node))
            return false;
        Note(new(node, default));
        return true;
    }

    /// <summary>An attempt holds places. A later attempt of a job replaces an earlier one; an earlier one is passed over.</summary>
    public bool Allocate(Allocation allocation)
    {
        if (_allocations.TryGetValue(allocation.Job, out var known) && known.Attempt >= allocation.Attempt)
            return false;
        if (known is not null)
            _nodes.Free(known.Placement);
        _allocations[allocation.Job] = allocation;
        _nodes.Take(allocation.Placement);
        Note(new(null, new(allocation.Job, allocation.Attempt)));
        return true;
    }

    /// <summary>An attempt, and any before it, holds places no longer.</summary>
    public bool Release(JobId job, Attempt attempt)
    {
        if (!_allocations.TryGetValue(job, out var known) || known.Attempt > attempt)
            return false;
        _allocations.Remove(job);
        _nodes.Free(known.Placement);
        Note(new(null, new(job, known.Attempt)));
        return true;
    }

    /// <summary>What the node itself goes by when it is asked for places: a cordon of its cluster closes it too.</summary>
    public NodeView View(string node) => new(
        Nodes.GetValueOrDefault(node) is { } known ? known with { Schedulable = known.Schedulable && Cordon is null } : null, Version, Incarnation);

    /// <summary>What changed since a version. Net: what came and went in between is only told as gone.</summary>
    public ClusterChanges Since(EpochToken? incarnation, long since)
    {
        if (incarnation != Incarnation || since < Version - MaxFeed)
            return Everything();
        var nodes = new HashSet<string>(StringComparer.Ordinal);
        var attempts = new Dictionary<JobId, Attempt>();
        for (var version = since + 1; version <= Version; version++)
        {
            var change = _feed[version % MaxFeed];
            if (change.Node is { } node)
                nodes.Add(node);
            else if (change.Attempt.Job.Name is not null)
                attempts[change.Attempt.Job] = change.Attempt.Attempt;
        }
        return Changes() with
        {
            Nodes = [.. nodes.Where(Nodes.ContainsKey).Select(n => Nodes[n])],
            RemovedNodes = [.. nodes.Where(n => !Nodes.ContainsKey(n))],
            Allocated = [.. attempts.Keys.Where(_allocations.ContainsKey).Select(j => _allocations[j])],
            Released = [.. attempts.Where(a => !_allocations.ContainsKey(a.Key)).Select(static a => new AttemptRef(a.Key, a.Value))],
        };
    }

    private ClusterChanges Everything() =>
        Changes() with { Full = true, Nodes = [.. Nodes.Values], Allocated = [.. _allocations.Values] };

    private ClusterChanges Changes() => new() { Cluster = spec, Incarnation = Incarnation, Version = Version, Health = Health, Cordon = Cordon };

    private void Note(Change change) => _feed[++Version % MaxFeed] = change;

    private readonly record struct Change(string? Node, AttemptRef Attempt);
}

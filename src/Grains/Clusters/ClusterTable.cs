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

    private readonly Dictionary<string, NodeInfo> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<JobId, Allocation> _allocations = [];

    // A ring: change number v is at v modulo its length.
    private readonly Change[] _feed = new Change[MaxFeed];

    public EpochToken Incarnation { get; } = EpochToken.New();

    /// <summary>Number of the newest change.</summary>
    public long Version { get; private set; }

    public ClusterHealth Health { get; private set; }

    public IReadOnlyDictionary<string, NodeInfo> Nodes => _nodes;

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

    /// <summary>False when the node was the same already.</summary>
    public bool Upsert(NodeInfo node)
    {
        if (_nodes.TryGetValue(node.Name, out var known) && Same(known, node))
            return false;
        _nodes[node.Name] = node;
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
        _allocations[allocation.Job] = allocation;
        Note(new(null, new(allocation.Job, allocation.Attempt)));
        return true;
    }

    /// <summary>An attempt, and any before it, holds places no longer.</summary>
    public bool Release(JobId job, Attempt attempt)
    {
        if (!_allocations.TryGetValue(job, out var known) || known.Attempt > attempt)
            return false;
        _allocations.Remove(job);
        Note(new(null, new(job, known.Attempt)));
        return true;
    }

    public NodeView View(string node) => new(_nodes.GetValueOrDefault(node), Version, Incarnation);

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
            Nodes = [.. nodes.Where(_nodes.ContainsKey).Select(n => _nodes[n])],
            RemovedNodes = [.. nodes.Where(n => !_nodes.ContainsKey(n))],
            Allocated = [.. attempts.Keys.Where(_allocations.ContainsKey).Select(j => _allocations[j])],
            Released = [.. attempts.Where(a => !_allocations.ContainsKey(a.Key)).Select(static a => new AttemptRef(a.Key, a.Value))],
        };
    }

    private ClusterChanges Everything() =>
        Changes() with { Full = true, Nodes = [.. _nodes.Values], Allocated = [.. _allocations.Values] };

    private ClusterChanges Changes() => new() { Cluster = spec, Incarnation = Incarnation, Version = Version, Health = Health };

    private void Note(Change change) => _feed[++Version % MaxFeed] = change;

    private static bool Same(NodeInfo a, NodeInfo b) =>
        a.Schedulable == b.Schedulable && a.Allocatable.Equals(b.Allocatable) && a.Foreign.Equals(b.Foreign)
        && a.Taints.AsSpan().SequenceEqual(b.Taints.AsSpan()) && a.Labels.Count == b.Labels.Count && a.Labels.SequenceEqual(b.Labels);

    private readonly record struct Change(string? Node, AttemptRef Attempt);
}

using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Muster.Contracts;

namespace Muster.Silo;

/// <summary>
/// A member cluster with nodes, kubelets and pods that live and end by themselves. Like a real one it outlives the silo:
/// its state is in a file, and what happens by itself happens at its moment, whether or not anybody was there to see it.
/// </summary>
/// <remarks>
/// One lock. Each operation first lets happen what is due, then changes what it changes, writes that, and only then shows
/// it to watchers and to its caller.
/// </remarks>
public sealed partial class SimulatedCluster : IDisposable
{
    // What a stop leaves behind lives as long as the cluster; so many are kept.
    private const int MaxClosedAttempts = 100_000;

    private readonly Lock _gate = new();
    private readonly SimulationTimings _timings;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ClusterFile _file;
    private readonly EventRing _ring;
    private readonly ITimer _timer;
    private readonly Changes _changes = new();
    private readonly Dictionary<string, SimulatedNode> _nodes;
    private readonly Dictionary<(string Namespace, string Name), SimulatedPod> _pods = [];
    private readonly Dictionary<AttemptRef, List<SimulatedPod>> _gangs = [];
    private readonly HashSet<AttemptRef> _closed;
    private readonly Queue<AttemptRef> _closedInOrder;
    private long _revision;
    private bool _disposed;

    private SimulatedCluster(
        SimulatedClusterOptions options, SimulationOptions simulation, TimeProvider time, ILogger log)
    {
        (_time, _log, _timings) = (time, log, simulation.Timings);
        _file = new ClusterFile(FilePath(simulation.Directory, options.Name));
        Spec = new ClusterSpec { Name = options.Name, Labels = options.Labels.ToImmutableSortedDictionary(StringComparer.Ordinal) };
        _nodes = NodeGroups.Nodes(options).ToDictionary(n => n.Name, n => new SimulatedNode(n), StringComparer.Ordinal);
        var image = _file.Load();
        Incarnation = image.Incarnation ?? NewIncarnation(simulation);
        _revision = image.Revision;
        _closedInOrder = new(image.Closed);
        _closed = [.. image.Closed];
        _anchors = image.Anchors.ToDictionary(static a => new AttemptRef(a.Job, a.Attempt));
        _witness = image.Witness;
        _ring = new EventRing(_timings.EventHistory, _revision);
        _timer = time.CreateTimer(static state => ((SimulatedCluster)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _file.WriteIdentity(Incarnation, Machines(), MaxClosedAttempts);
        Restore(image);
    }

    /// <summary>The cluster, as registered.</summary>
    public ClusterSpec Spec { get; }

    /// <summary>Identity of this cluster; another one after its file was deleted.</summary>
    public string Incarnation { get; }

    /// <summary>Opens a cluster and lets happen what has become due meanwhile.</summary>
    /// <exception cref="IOException">Another process has the cluster's file open.</exception>
    public static SimulatedCluster Open(
        SimulatedClusterOptions options, SimulationOptions simulation, TimeProvider time, ILogger? log = null)
    {
        if (simulation.Directory is { } directory)
            Directory.CreateDirectory(directory);
        var cluster = new SimulatedCluster(options, simulation, time, log ?? NullLogger.Instance);
        cluster.Transact(static _ => true);
        return cluster;
    }

    /// <summary>The file of the cluster with this name, for <see cref="RunLedger.Read"/>; null when there is no directory.</summary>
    public static string? FilePath(string? directory, string cluster) =>
        directory is null ? null : Path.Combine(directory, cluster + ".cluster.db");

    /// <summary>Every node and every pod, at one moment.</summary>
    public ClusterList List() => Transact(_ => new ClusterList(
        EventRing.Text(_revision),
        [.. _nodes.Values.Where(n => !n.Removed).Select(n => n.Seen)],
        [.. _pods.Values.Select(p => p.Seen)]));

    /// <summary>The pods of an attempt.</summary>
    public ImmutableArray<PodObservation> ListPods(JobId job, Attempt attempt) => Transact<ImmutableArray<PodObservation>>(_ =>
        _gangs.TryGetValue(new AttemptRef(job, attempt), out var gang) ? [.. gang.Select(p => p.Seen)] : []);

    /// <summary>Follows changes from a revision.</summary>
    /// <exception cref="WatchExpiredException">The revision is too old, or none of this cluster's.</exception>
    public IAsyncEnumerable<ClusterEvent> WatchAsync(string revision, CancellationToken cancellationToken) =>
        _ring.FollowAsync(revision, _timings.SignOfLife, _time, cancellationToken);

    /// <summary>The run ledger, up to now.</summary>
    public ImmutableArray<RunRecord> ReadRuns() => Transact<ImmutableArray<RunRecord>>(_ => [.. RunTable.Read(_file.Connection)]);

    /// <summary>What its nodes physically have.</summary>
    public ImmutableArray<NodeCapacity> Machines() =>
        [.. _nodes.Values.Select(n => new NodeCapacity(Spec.Name, n.Seen.Name, n.Seen.Allocatable))];

    /// <summary>Ends the simulation, not the cluster: opened again, its pods have gone on.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
            _timer.Dispose();
            _file.Dispose();
        }
    }

    private T Transact<T>(Func<DateTimeOffset, T> act)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var now = Now();
            Advance(now);
            try
            {
                var result = act(now);
                Advance(now);
                return result;
            }
            finally
            {
                // Also after a refusal: what came before it has happened.
                Flush();
                Arm(now);
            }
        }
    }

    private void Flush()
    {
        if (!_changes.Any)
            return;
        _file.Write(_changes, _revision);
        _ring.Append(_changes.Events);
        _changes.Clear();
    }

    private void Restore(ClusterImage image)
    {
        foreach (var state in image.Nodes)
            if (_nodes.TryGetValue(state.Name, out var node))
                Restore(node, state);
        foreach (var pod in image.Pods)
        {
            pod.Host = pod.Seen.Node is { } name ? _nodes.GetValueOrDefault(name) : null;
            Add(pod);
            if (pod.Seen.Node is not null && pod.Host is null)
                Vanish(pod, Now());
            else if (pod.HoldsPlace)
                pod.Host!.Used = pod.Host.Used.Add(pod.Program.Requests);
            Plan(pod, pod.NextMoment());
        }
    }

    // With a file, a deleted one must show as another cluster; without, a test's run must be repeatable.
    private string NewIncarnation(SimulationOptions simulation) => simulation.Directory is not null
        ? Guid.NewGuid().ToString()
        : new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{simulation.Seed}/{Spec.Name}")).AsSpan(0, 16)).ToString();
}

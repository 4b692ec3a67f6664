using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Muster.Contracts;

namespace Muster.Silo;

/// <summary>
/// A cluster for benches that costs next to nothing: equal nodes, and every pod has succeeded as soon as it is bound. It keeps
/// an attempt's pods until they are cleaned up or stopped, and checks nothing.
/// </summary>
public sealed class NullGateway : IClusterGateway
{
    /// <summary>What each node has when it is not said.</summary>
    public static readonly ResourceVector DefaultAllocatable = ResourceVector.Of(
        (ResourceNames.Gpu, 8_000), (ResourceNames.Cpu, 96_000), (ResourceNames.Memory, 768L << 30), (ResourceNames.Pods, 110_000));

    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<AttemptRef, ImmutableArray<PodObservation>> _gangs = new();
    private readonly EventRing _ring = new(SimulationTimings.DefaultEventHistory, 1);
    private readonly ImmutableArray<NodeInfo> _nodes;
    private readonly string _incarnation;
    private readonly TimeProvider _time;
    private long _revision = 1;

    /// <summary>Makes a cluster of so many nodes.</summary>
    public NullGateway(string name, int nodes, ResourceVector? allocatable = null, TimeProvider? time = null)
    {
        (_incarnation, _time) = ($"null-{name}", time ?? TimeProvider.System);
        var each = allocatable ?? DefaultAllocatable;
        _nodes = [.. Enumerable.Range(1, nodes).Select(i => new NodeInfo
        {
            Name = string.Create(CultureInfo.InvariantCulture, $"{name}-{i:00000}"),
            Allocatable = each,
        })];
    }

    /// <inheritdoc/>
    public Task<string> ProbeAsync(CancellationToken cancellationToken) => Task.FromResult(_incarnation);

    /// <inheritdoc/>
    public Task<ClusterList> ListAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
            return Task.FromResult(new ClusterList(EventRing.Text(_revision), _nodes, [.. _gangs.Values.SelectMany(g => g)]));
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<PodObservation>> ListPodsAsync(JobId job, Attempt attempt, CancellationToken cancellationToken) =>
        Task.FromResult(_gangs.GetValueOrDefault(new AttemptRef(job, attempt), []));

    /// <inheritdoc/>
    public IAsyncEnumerable<AnchorObservation> ListAnchorsAsync(CancellationToken cancellationToken) => AsyncEnumerable.Empty<AnchorObservation>();

    /// <inheritdoc/>
    public Task<LedgerPosition?> ReadWitnessAsync(CancellationToken cancellationToken) => Task.FromResult<LedgerPosition?>(null);

    /// <inheritdoc/>
    public Task WriteWitnessAsync(LedgerPosition position, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public IAsyncEnumerable<ClusterEvent> WatchAsync(string revision, CancellationToken cancellationToken) =>
        _ring.FollowAsync(revision, Silence, _time, cancellationToken);

    /// <inheritdoc/>
    public Task<ImmutableArray<PodObservation>> CreateAsync(GangPlan plan, CancellationToken cancellationToken) =>
        Task.FromResult(_gangs.GetOrAdd(new AttemptRef(plan.Job, plan.Attempt), static (_, p) => Pods(p), plan));

    /// <inheritdoc/>
    public Task BindAsync(JobId job, Attempt attempt, ImmutableArray<PodBinding> bindings, CancellationToken cancellationToken)
    {
        var owner = new AttemptRef(job, attempt);
        var nodes = bindings.ToDictionary(b => b.Name, b => b.Node, StringComparer.Ordinal);
        lock (_gate)
        {
            if (!_gangs.TryGetValue(owner, out var gang))
                throw new BindingRefusedException($"Attempt {attempt} of {job} has no pods.");
            var bound = gang.Where(p => p.Node is null && nodes.ContainsKey(p.Name)).ToDictionary(
                p => p.Name, p => p with { Node = nodes[p.Name], Phase = PodPhase.Succeeded }, StringComparer.Ordinal);
            _gangs[owner] = [.. gang.Select(p => bound.GetValueOrDefault(p.Name, p))];
            Emit(bound.Values.Select(p => new ClusterEvent { Pod = p }));
        }
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(JobId job, Attempt attempt, CancellationToken cancellationToken) => CleanUpAsync(job, attempt, cancellationToken);

    /// <inheritdoc/>
    public Task CleanUpAsync(JobId job, Attempt attempt, CancellationToken cancellationToken)
    {
        lock (_gate)
            if (_gangs.TryRemove(new AttemptRef(job, attempt), out var gang))
                Emit(gang.Select(p => new ClusterEvent { RemovedPod = p }));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<string> ReadLogAsync(JobId job, Attempt attempt, string pod, LogQuery query, CancellationToken cancellationToken) =>
        throw new LogsUnavailableException("The pods of this cluster write no logs: it is one for benches, in which nothing runs.");

    private void Emit(IEnumerable<ClusterEvent> events) =>
        _ring.Append([.. events.Select(e => e with { Revision = EventRing.Text(++_revision) })]);

    private static ImmutableArray<PodObservation> Pods(GangPlan plan) => [.. plan.Pods.Select(p => new PodObservation
    {
        Name = p.Name,
        Uid = p.Name,
        Job = plan.Job,
        JobUid = plan.Uid,
        Incarnation = plan.Incarnation,
        Attempt = plan.Attempt,
        PodSet = p.PodSet.Name,
        Index = p.Index,
    })];
}

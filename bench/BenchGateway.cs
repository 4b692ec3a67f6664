using System.Collections.Concurrent;
using System.Collections.Immutable;
using Muster.Contracts;
using Muster.Silo;

namespace Muster.Bench;

/// <summary>
/// A cluster of equal nodes that costs next to nothing. It notes where every attempt was sent, counts those that were
/// cleaned up, and never binds gangs whose name begins with <see cref="Holder"/>: those keep their places.
/// </summary>
internal sealed class BenchGateway(string name, int nodes, ResourceVector allocatable) : IClusterGateway, IClusterGateways
{
    public const string Holder = "hold-";

    private readonly NullGateway _cluster = new(name, nodes, allocatable);
    private long _cleaned;

    public ConcurrentDictionary<(JobId Job, string Attempt), GangPlan> Plans { get; } = new();

    public long Cleaned => Interlocked.Read(ref _cleaned);

    public IClusterGateway Get(ClusterName cluster) => this;

    public Task<string> ProbeAsync(CancellationToken cancellationToken) => _cluster.ProbeAsync(cancellationToken);

    public Task<ClusterList> ListAsync(CancellationToken cancellationToken) => _cluster.ListAsync(cancellationToken);

    public Task<ImmutableArray<PodObservation>> ListPodsAsync(JobId job, Attempt attempt, CancellationToken cancellationToken) =>
        _cluster.ListPodsAsync(job, attempt, cancellationToken);

    public IAsyncEnumerable<AnchorObservation> ListAnchorsAsync(CancellationToken cancellationToken) => _cluster.ListAnchorsAsync(cancellationToken);

    public Task<LedgerPosition?> ReadWitnessAsync(CancellationToken cancellationToken) => _cluster.ReadWitnessAsync(cancellationToken);

    public Task WriteWitnessAsync(LedgerPosition position, CancellationToken cancellationToken) => _cluster.WriteWitnessAsync(position, cancellationToken);

    public IAsyncEnumerable<ClusterEvent> WatchAsync(string revision, CancellationToken cancellationToken) =>
        _cluster.WatchAsync(revision, cancellationToken);

    public Task<ImmutableArray<PodObservation>> CreateAsync(GangPlan plan, CancellationToken cancellationToken)
    {
        Plans[(plan.Job, plan.Attempt.ToString())] = plan;
        return _cluster.CreateAsync(plan, cancellationToken);
    }

    public Task BindAsync(JobId job, Attempt attempt, ImmutableArray<PodBinding> bindings, CancellationToken cancellationToken) =>
        job.Name.StartsWith(Holder, StringComparison.Ordinal)
            ? Task.CompletedTask
            : _cluster.BindAsync(job, attempt, bindings, cancellationToken);

    public Task StopAsync(JobId job, Attempt attempt, CancellationToken cancellationToken) =>
        _cluster.StopAsync(job, attempt, cancellationToken);

    public Task CleanUpAsync(JobId job, Attempt attempt, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _cleaned);
        return _cluster.CleanUpAsync(job, attempt, cancellationToken);
    }

    public IAsyncEnumerable<string> ReadLogAsync(JobId job, Attempt attempt, string pod, LogQuery query, CancellationToken cancellationToken) =>
        _cluster.ReadLogAsync(job, attempt, pod, query, cancellationToken);
}

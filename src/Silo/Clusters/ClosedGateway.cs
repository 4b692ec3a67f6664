using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Silo;

/// <summary>No way to a cluster, because there is no credential for it that can be used: it shows as such until it is registered again.</summary>
internal sealed class ClosedGateway(string problem) : IClusterGateway
{
    private ClusterUnauthorizedException Closed => new(problem);

    public Task<string> ProbeAsync(CancellationToken cancellationToken) => Task.FromException<string>(Closed);

    public Task<ClusterList> ListAsync(CancellationToken cancellationToken) => Task.FromException<ClusterList>(Closed);

    public Task<ImmutableArray<PodObservation>> ListPodsAsync(JobId job, Attempt attempt, CancellationToken cancellationToken) =>
        Task.FromException<ImmutableArray<PodObservation>>(Closed);

    public IAsyncEnumerable<AnchorObservation> ListAnchorsAsync(CancellationToken cancellationToken) => throw Closed;

    public Task<LedgerPosition?> ReadWitnessAsync(CancellationToken cancellationToken) => Task.FromException<LedgerPosition?>(Closed);

    public Task WriteWitnessAsync(LedgerPosition position, CancellationToken cancellationToken) => Task.FromException(Closed);

    public IAsyncEnumerable<ClusterEvent> WatchAsync(string revision, CancellationToken cancellationToken) => throw Closed;

    public Task<ImmutableArray<PodObservation>> CreateAsync(GangPlan plan, CancellationToken cancellationToken) =>
        Task.FromException<ImmutableArray<PodObservation>>(Closed);

    public Task BindAsync(JobId job, Attempt attempt, ImmutableArray<PodBinding> bindings, CancellationToken cancellationToken) => Task.FromException(Closed);

    public Task StopAsync(JobId job, Attempt attempt, CancellationToken cancellationToken) => Task.FromException(Closed);

    public Task CleanUpAsync(JobId job, Attempt attempt, CancellationToken cancellationToken) => Task.FromException(Closed);

    public IAsyncEnumerable<string> ReadLogAsync(JobId job, Attempt attempt, string pod, LogQuery query, CancellationToken cancellationToken) => throw Closed;
}

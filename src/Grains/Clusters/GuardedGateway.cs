using System.Collections.Immutable;
using Muster.Contracts;
using Muster.Ledger;

namespace Muster.Grains;

/// <summary>
/// The way to a cluster, closed for writes once the ledger is known to be wiped or rolled back: what this silo believes may
/// be wrong then, and what it starts or stops may be somebody else's. Writes that are under way are cancelled. Reads go on.
/// </summary>
internal sealed class GuardedGateway(IClusterGateway inner, ILedgerGuard guard) : IClusterGateway
{
    public Task<string> ProbeAsync(CancellationToken cancellationToken) => inner.ProbeAsync(cancellationToken);

    public Task<ClusterList> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);

    public Task<ImmutableArray<PodObservation>> ListPodsAsync(JobId job, Attempt attempt, CancellationToken cancellationToken) =>
        inner.ListPodsAsync(job, attempt, cancellationToken);

    public IAsyncEnumerable<AnchorObservation> ListAnchorsAsync(CancellationToken cancellationToken) => inner.ListAnchorsAsync(cancellationToken);

    public Task<LedgerPosition?> ReadWitnessAsync(CancellationToken cancellationToken) => inner.ReadWitnessAsync(cancellationToken);

    public IAsyncEnumerable<ClusterEvent> WatchAsync(string revision, CancellationToken cancellationToken) => inner.WatchAsync(revision, cancellationToken);

    public IAsyncEnumerable<string> ReadLogAsync(JobId job, Attempt attempt, string pod, LogQuery query, CancellationToken cancellationToken) =>
        inner.ReadLogAsync(job, attempt, pod, query, cancellationToken);

    public Task<ImmutableArray<PodObservation>> CreateAsync(GangPlan plan, CancellationToken cancellationToken) =>
        WriteAsync(token => inner.CreateAsync(plan, token), cancellationToken);

    public Task BindAsync(JobId job, Attempt attempt, ImmutableArray<PodBinding> bindings, CancellationToken cancellationToken) =>
        WriteAsync(token => inner.BindAsync(job, attempt, bindings, token), cancellationToken);

    public Task StopAsync(JobId job, Attempt attempt, CancellationToken cancellationToken) =>
        WriteAsync(token => inner.StopAsync(job, attempt, token), cancellationToken);

    public Task CleanUpAsync(JobId job, Attempt attempt, CancellationToken cancellationToken) =>
        WriteAsync(token => inner.CleanUpAsync(job, attempt, token), cancellationToken);

    public Task WriteWitnessAsync(LedgerPosition position, CancellationToken cancellationToken) =>
        WriteAsync(token => inner.WriteWitnessAsync(position, token), cancellationToken);

    private Task<bool> WriteAsync(Func<CancellationToken, Task> write, CancellationToken cancellationToken) => WriteAsync(
        async token =>
        {
            await write(token);
            return true;
        },
        cancellationToken);

    private async Task<T> WriteAsync<T>(Func<CancellationToken, Task<T>> write, CancellationToken cancellationToken)
    {
        if (guard.RolledBack is { } known)
            throw known;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, guard.Lost);
        try
        {
            either.Token.ThrowIfCancellationRequested();
            return await write(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && guard.RolledBack is { } found)
        {
            throw found;
        }
    }
}

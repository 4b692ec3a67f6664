using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Muster.Contracts;
using Muster.Grains;

namespace Muster.Silo;

/// <summary>
/// The way to a cluster that must be the one that was registered: its identity is compared with the one on record at every sign
/// of life, and nothing is asked of, or done to, a cluster that answers in its place.
/// </summary>
internal sealed class PinnedGateway(ClusterName name, IClusterGateway inner, ClusterRegistry registry, IGrainFactory grains) : IClusterGateway, IAsyncDisposable
{
    private volatile bool _known;

    public async Task<string> ProbeAsync(CancellationToken cancellationToken)
    {
        var uid = await inner.ProbeAsync(cancellationToken);
        var expected = registry.Find(name.Value)?.Uid ?? await PinAsync(uid);
        _known = uid == expected;
        return _known || expected is null ? uid : throw new ClusterReplacedException(
            $"Cluster '{name}' has the identity {expected}, and another one ({Names.Clip(uid)}) answers at its address. If the old one is gone for good: muster cluster accept {name}");
    }

    public async Task<ClusterList> ListAsync(CancellationToken cancellationToken)
    {
        await RequireKnownAsync(cancellationToken);
        return await inner.ListAsync(cancellationToken);
    }

    public async Task<ImmutableArray<PodObservation>> ListPodsAsync(JobId job, Attempt attempt, CancellationToken cancellationToken)
    {
        await RequireKnownAsync(cancellationToken);
        return await inner.ListPodsAsync(job, attempt, cancellationToken);
    }

    public async IAsyncEnumerable<AnchorObservation> ListAnchorsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await RequireKnownAsync(cancellationToken);
        await foreach (var anchor in inner.ListAnchorsAsync(cancellationToken))
            yield return anchor;
    }

    public async Task<LedgerPosition?> ReadWitnessAsync(CancellationToken cancellationToken)
    {
        await RequireKnownAsync(cancellationToken);
        return await inner.ReadWitnessAsync(cancellationToken);
    }

    public async Task WriteWitnessAsync(LedgerPosition position, CancellationToken cancellationToken)
    {
        await RequireKnownAsync(cancellationToken);
        await inner.WriteWitnessAsync(position, cancellationToken);
    }

    public async IAsyncEnumerable<ClusterEvent> WatchAsync(string revision, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await RequireKnownAsync(cancellationToken);
        await foreach (var change in inner.WatchAsync(revision, cancellationToken))
            // What another cluster shows is no news of this one.
            yield return _known ? change : throw new WatchExpiredException("Another cluster answers in the place of this one.");
    }

    public async Task<ImmutableArray<PodObservation>> CreateAsync(GangPlan plan, CancellationToken cancellationToken)
    {
        await RequireKnownAsync(cancellationToken);
        return await inner.CreateAsync(plan, cancellationToken);
    }

    public async Task BindAsync(JobId job, Attempt attempt, ImmutableArray<PodBinding> bindings, CancellationToken cancellationToken)
    {
        await RequireKnownAsync(cancellationToken);
        await inner.BindAsync(job, attempt, bindings, cancellationToken);
    }

    public async Task StopAsync(JobId job, Attempt attempt, CancellationToken cancellationToken)
    {
        await RequireKnownAsync(cancellationToken);
        await inner.StopAsync(job, attempt, cancellationToken);
    }

    public async Task CleanUpAsync(JobId job, Attempt attempt, CancellationToken cancellationToken)
    {
        await RequireKnownAsync(cancellationToken);
        await inner.CleanUpAsync(job, attempt, cancellationToken);
    }

    public async IAsyncEnumerable<string> ReadLogAsync(JobId job, Attempt attempt, string pod, LogQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await RequireKnownAsync(cancellationToken);
        await foreach (var line in inner.ReadLogAsync(job, attempt, pod, query, cancellationToken))
            yield return line;
    }

    public async ValueTask DisposeAsync()
    {
        if (inner is IAsyncDisposable open)
            await open.DisposeAsync();
        else
            (inner as IDisposable)?.Dispose();
    }

    // Null while the ledger is lost: there is nothing to compare with, and nothing is written to any cluster. A recovery has to look all the same.
    private async Task<string?> PinAsync(string uid)
    {
        try
        {
            return await grains.GetGrain<IFleetGrain>(IFleetGrain.Key).Pin(name, null, uid) ?? "";
        }
        catch (LedgerRolledBackException)
        {
            return null;
        }
    }

    private Task RequireKnownAsync(CancellationToken cancellationToken) => _known ? Task.CompletedTask : ProbeAsync(cancellationToken);
}

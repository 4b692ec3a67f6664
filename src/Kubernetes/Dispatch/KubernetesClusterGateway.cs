using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Muster.Contracts;

namespace Muster.Kubernetes;

/// <summary>The way to a real cluster, through its API server.</summary>
/// <remarks>
/// Every call fails with <see cref="ClusterReplacedException"/> while another cluster answers than the one that is meant, and with
/// <see cref="ClusterUnauthorizedException"/> when the cluster does not let Muster in.
/// </remarks>
public sealed class KubernetesClusterGateway : IClusterGateway, IAsyncDisposable
{
    private readonly ClusterIdentity _identity;
    private readonly ClusterObserver _observer;
    private readonly PodLister _lister;
    private readonly GangCreator _creator;
    private readonly GangBinder _binder;
    private readonly GangStopper _stopper;
    private readonly AnchorLister _anchors;
    private readonly WitnessLease _witness;
    private readonly PodLogReader _logs;
    private ApiServer? _connection;

    /// <summary>A gateway over an API server that somebody else owns.</summary>
    /// <param name="cluster">The cluster's name in the fleet.</param>
    /// <param name="server">Its API server.</param>
    /// <param name="options">Bounds.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Where it logs.</param>
    /// <param name="pinnedUid">The cluster that is meant, by the uid of its <c>kube-system</c> namespace; null for the first that answers.</param>
    public KubernetesClusterGateway(
        ClusterName cluster, IApiServer server, GatewayOptions options, TimeProvider time, ILoggerFactory loggers, string? pinnedUid = null)
    {
        _identity = new ClusterIdentity(cluster, server, pinnedUid);
        _observer = new ClusterObserver(new ConfirmedServer(server, _identity), options, time, loggers.CreateLogger(Category(cluster)));
        var (manifests, known) = (new GangManifests(options.Origin, options.ServiceAccount), new KnownPods());
        var anchors = new Anchors(server, manifests, options.Origin);
        _lister = new PodLister(server, _identity, () => _observer.Feed, options);
        _creator = new GangCreator(server, anchors, manifests, known, options);
        _binder = new GangBinder(server, known, () => _observer.Feed, options);
        _stopper = new GangStopper(server, anchors, _lister, known, options);
        _anchors = new AnchorLister(server, options);
        _witness = new WitnessLease(server, options);
        _logs = new PodLogReader(cluster, server, options, time);
    }

    /// <summary>A gateway with a connection of its own.</summary>
    /// <param name="cluster">The cluster's name in the fleet.</param>
    /// <param name="credentials">Where it is, and how to be let in.</param>
    /// <param name="options">As configured.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Where it logs.</param>
    /// <param name="pinnedUid">The cluster that is meant, by the uid of its <c>kube-system</c> namespace; null for the first that answers.</param>
    [SuppressMessage("Reliability", "CA2000", Justification = "The gateway disposes of its connection.")]
    public static KubernetesClusterGateway Open(
        ClusterName cluster, IClusterCredentials credentials, KubernetesOptions options, TimeProvider time, ILoggerFactory loggers, string? pinnedUid = null)
    {
        var server = new ApiServer(credentials, options.ApiServer, time, loggers.CreateLogger(Category(cluster)));
        return new(cluster, server, GatewayOptions.Of(options), time, loggers, pinnedUid) { _connection = server };
    }

    /// <summary>The cluster that is meant; null until one has answered.</summary>
    public string? PinnedUid => _identity.Pinned;

    /// <summary>From now on the cluster with this <c>kube-system</c> uid is meant.</summary>
    public void Accept(string uid)
    {
        if (uid == _identity.Pinned)
            return;
        _identity.Accept(uid);
        // Its revisions have nothing to do with those of the old one: lists of it would be taken for old ones.
        _observer.Forget();
    }

    /// <inheritdoc/>
    public Task<string> ProbeAsync(CancellationToken cancellationToken) => _identity.ProbeAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<ClusterList> ListAsync(CancellationToken cancellationToken)
    {
        await _identity.EnsureAsync(cancellationToken);
        return await _observer.ListAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<PodObservation>> ListPodsAsync(JobId job, Attempt attempt, CancellationToken cancellationToken)
    {
        await _identity.EnsureAsync(cancellationToken);
        return await _lister.ListEvidenceAsync(job, attempt, cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<AnchorObservation> ListAnchorsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _identity.EnsureAsync(cancellationToken);
        await foreach (var anchor in _anchors.ListAsync(cancellationToken))
            yield return anchor;
    }

    /// <inheritdoc/>
    public async Task<LedgerPosition?> ReadWitnessAsync(CancellationToken cancellationToken)
    {
        await _identity.EnsureAsync(cancellationToken);
        return await _witness.ReadAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async Task WriteWitnessAsync(LedgerPosition position, CancellationToken cancellationToken)
    {
        await _identity.EnsureAsync(cancellationToken);
        await _witness.WriteAsync(position, cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ClusterEvent> WatchAsync(string revision, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _identity.EnsureAsync(cancellationToken);
        await foreach (var change in _observer.WatchAsync(revision, cancellationToken))
            yield return change;
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<PodObservation>> CreateAsync(GangPlan plan, CancellationToken cancellationToken)
    {
        await _identity.EnsureAsync(cancellationToken);
        return await _creator.CreateAsync(plan, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task BindAsync(JobId job, Attempt attempt, ImmutableArray<PodBinding> bindings, CancellationToken cancellationToken)
    {
        await _identity.EnsureAsync(cancellationToken);
        await _binder.BindAsync(job, attempt, bindings, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task StopAsync(JobId job, Attempt attempt, CancellationToken cancellationToken)
    {
        await _identity.EnsureAsync(cancellationToken);
        await _stopper.StopAsync(job, attempt, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task CleanUpAsync(JobId job, Attempt attempt, CancellationToken cancellationToken)
    {
        await _identity.EnsureAsync(cancellationToken);
        await _stopper.CleanUpAsync(job, attempt, cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ReadLogAsync(
        JobId job, Attempt attempt, string pod, LogQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _identity.EnsureAsync(cancellationToken);
        await foreach (var line in _logs.ReadAsync(job, attempt, pod, query, cancellationToken))
            yield return line;
    }

    /// <summary>Stops following the cluster.</summary>
    public async ValueTask DisposeAsync()
    {
        await _observer.DisposeAsync();
        _connection?.Dispose();
    }

    private static string Category(ClusterName cluster) => $"Muster.Kubernetes.Clusters.{cluster}";
}

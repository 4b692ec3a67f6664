using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>Member clusters.</summary>
public sealed partial class SqliteLedger
{
    /// <inheritdoc/>
    public Task<RegistrationOutcome> RegisterClusterAsync(ClusterRegistration cluster, bool replace, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(cluster.Spec.Name, nameof(cluster));
        // One silo alone has this file, and keeps in files of its own how clusters are entered.
        var kept = cluster with { SealedAccess = null };
        return WriteAsync(session => ClusterRules.Register(session, kept, replace), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ClusterRegistration?> PinClusterAsync(ClusterSpec cluster, string? expected, string uid, bool configured, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(uid);
        var now = _time.GetUtcNow();
        return WriteAsync(session => ClusterRules.Pin(session, cluster, expected, uid, configured, now), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<RemovalOutcome> RemoveClusterAsync(ClusterName cluster, bool force, CancellationToken cancellationToken = default) =>
        WriteAsync(session => ClusterRules.Remove(session, cluster, force), cancellationToken);

    /// <inheritdoc/>
    public Task<ImmutableArray<ClusterRegistration>> ReadClustersAsync(CancellationToken cancellationToken = default) =>
        _readers.ListAsync(static tables => tables.Clusters.All().ToImmutableArray(), cancellationToken);
}

using System.Collections.Immutable;
using Muster.Contracts;
using StackExchange.Redis;
using static Muster.Ledger.Arguments;

namespace Muster.Ledger;

/// <summary>Member clusters.</summary>
public sealed partial class RedisLedger
{
    /// <summary>Behind the columns of a row, in a listing: whether there is a sealed access.</summary>
    private const int HasAccess = 6;

    // Sealed accesses by name, each with the version of the registration that it was read for: they are long, and seldom change.
    private volatile ImmutableDictionary<string, (long Version, string? Access)> _accesses = ImmutableDictionary<string, (long, string?)>.Empty;

    /// <inheritdoc/>
    public async Task<RegistrationOutcome> RegisterClusterAsync(ClusterRegistration cluster, bool replace, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(cluster.Spec.Name, nameof(cluster));
        var reply = await _caller.WriteAsync(
            LedgerScript.Register,
            [
                .. Encode(cluster.Spec), Text(cluster.Uid), cluster.AddedBy, Moment(cluster.AddedAt), replace ? 1 : 0, ClusterRegistration.MaxClusters,
                Text(cluster.SealedAccess),
            ],
            cancellationToken);
        return new(Enum.Parse<RegistrationResult>(reply.Text(0)), Cluster(reply, 1));
    }

    /// <inheritdoc/>
    public async Task<ClusterRegistration?> PinClusterAsync(
        ClusterSpec cluster, string? expected, string uid, bool configured, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(uid);
        return Cluster(await _caller.WriteAsync(
            LedgerScript.Pin, [.. Encode(cluster), Text(expected), uid, configured ? 1 : 0], cancellationToken), 0);
    }

    /// <inheritdoc/>
    public async Task<RemovalOutcome> RemoveClusterAsync(ClusterName cluster, bool force, CancellationToken cancellationToken = default)
    {
        var reply = await _caller.WriteAsync(LedgerScript.Remove, [cluster.Value, force ? 1 : 0], cancellationToken);
        return new(Enum.Parse<RemovalResult>(reply.Text(0)), (int)reply.Long(1));
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<ClusterRegistration>> ReadClustersAsync(CancellationToken cancellationToken = default)
    {
        var clusters = ImmutableArray.CreateBuilder<ClusterRegistration>();
        for (var from = "-"; ;)
        {
            var reply = await _caller.CallAsync(LedgerScript.ListClusters, [from, Piece], cancellationToken);
            var before = clusters.Count;
            foreach (var row in reply.Lists(0))
                clusters.Add(row.Long(HasAccess) == 1 ? await WithAccessAsync(Cluster(row), cancellationToken) : Cluster(row));
            if (clusters.Count - before < Piece)
            {
                _accesses = clusters.Where(static c => c.SealedAccess is not null)
                    .ToImmutableDictionary(static c => c.Spec.Name, static c => (c.Version, c.SealedAccess), StringComparer.Ordinal);
                return clusters.ToImmutable();
            }
            from = "(" + reply.Text(1);
        }
    }

    // A newer one than of that version does no harm: the next reading has the newer version, too, and reads it again.
    private async Task<ClusterRegistration> WithAccessAsync(ClusterRegistration cluster, CancellationToken cancellationToken)
    {
        if (_accesses.TryGetValue(cluster.Spec.Name, out var known) && known.Version == cluster.Version)
            return cluster with { SealedAccess = known.Access };
        var reply = await _caller.CallAsync(LedgerScript.ClusterAccess, [cluster.Spec.Name], cancellationToken);
        return cluster with { SealedAccess = reply.TextOrNull(0) };
    }

    // The labels once more as plain text: by that the script tells whether they are the same.
    private static RedisValue[] Encode(ClusterSpec cluster) =>
    [
        cluster.Name, new Json<ClusterSpec>(cluster, MusterJson.Default.ClusterSpec).Utf8,
        string.Join('\n', cluster.Labels.Select(static label => $"{label.Key}={label.Value}")),
    ];

    private static ClusterRegistration? Cluster(in Reply reply, int index) => reply.IsNull(index) ? null : Cluster(reply.List(index));

    private static ClusterRegistration Cluster(Reply row) => new()
    {
        Spec = Json<ClusterSpec>.Decode(row.Bytes(0), MusterJson.Default.ClusterSpec),
        Uid = row.TextOrNull(1),
        AddedBy = row.Text(2),
        AddedAt = Muster.Ledger.Moment.Of(row.LongOrNull(3) ?? 0),
        Version = row.LongOrNull(4) ?? 0,
        State = (RegistrationState)row.Long(5),
    };
}

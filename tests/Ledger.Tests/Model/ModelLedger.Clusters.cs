using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Ledger.Tests;

/// <summary>This part keeps clusters.</summary>
internal sealed partial class ModelLedger
{
    private readonly SortedDictionary<string, ClusterRegistration> _clusters = new(StringComparer.Ordinal);

    public Task<RegistrationOutcome> RegisterClusterAsync(ClusterRegistration cluster, bool replace, CancellationToken cancellationToken = default)
    {
        var known = _clusters.GetValueOrDefault(cluster.Spec.Name);
        var same = known?.Spec.Labels.SequenceEqual(cluster.Spec.Labels) == true;
        RegistrationResult? refused =
            known?.State == RegistrationState.Removing ? RegistrationResult.Removing
            : known?.Uid is not null && cluster.Uid is not null && known.Uid != cluster.Uid ? RegistrationResult.OtherIdentity
            : known?.State != RegistrationState.Registered || replace ? null
            : !same ? RegistrationResult.Taken
            : cluster.Uid is null || known.Uid is not null ? RegistrationResult.Same : null;
        if (refused is { } result)
            return Task.FromResult(new RegistrationOutcome(result, known));
        return Task.FromResult(new RegistrationOutcome(RegistrationResult.Recorded, _clusters[cluster.Spec.Name] = cluster with
        {
            Uid = cluster.Uid ?? known?.Uid, State = RegistrationState.Registered, Version = Later(known?.Version),
        }));
    }

    public Task<ClusterRegistration?> PinClusterAsync(ClusterSpec cluster, string? expected, string uid, bool configured, CancellationToken cancellationToken = default)
    {
        var known = _clusters.GetValueOrDefault(cluster.Name);
        if (known is null && configured && expected is null)
            known = new ClusterRegistration { Spec = cluster, AddedAt = time.GetUtcNow() };
        if (known is not null && known.State != RegistrationState.Removing && known.Uid == expected && uid != expected)
            _clusters[cluster.Name] = known = known with { Uid = uid, Version = expected is null ? known.Version : Later(known.Version) };
        return Task.FromResult(known);
    }

    public Task<RemovalOutcome> RemoveClusterAsync(ClusterName cluster, bool force, CancellationToken cancellationToken = default)
    {
        if (_clusters.GetValueOrDefault(cluster.Value) is not { State: not RegistrationState.Configured } known)
            return Task.FromResult(new RemovalOutcome(RemovalResult.Unknown, 0));
        var jobs = _jobs.Values.Count(j => j.Record.State is >= JobState.Admitted and <= JobState.Fencing && j.Record.Placement?.Cluster == cluster);
        if (jobs > 0 && !force && known.State == RegistrationState.Registered)
            return Task.FromResult(new RemovalOutcome(RemovalResult.InUse, jobs));
        foreach (var node in _nodes.Keys.Where(n => n.Cluster == cluster).ToList())
            _nodes.Remove(node);
        if (jobs > 0)
            _clusters[cluster.Value] = known with { State = RegistrationState.Removing };
        else
            _clusters.Remove(cluster.Value);
        return Task.FromResult(new RemovalOutcome(jobs > 0 ? RemovalResult.Removing : RemovalResult.Removed, jobs));
    }

    public Task<ImmutableArray<ClusterRegistration>> ReadClustersAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult(_clusters.Values.ToImmutableArray());

    private long Later(long? version) => Math.Max((version ?? 0) + 1, time.GetUtcNow().UtcTicks);
}

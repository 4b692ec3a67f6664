using Muster.Contracts;
using Muster.Grains;
using Muster.Kubernetes;

namespace Muster.Silo;

/// <summary>Registers clusters and removes them: looks whether they can be used, keeps their credentials, and has them recorded.</summary>
internal sealed class ClusterDesk(
    IClusterProbe probe, CredentialVault vault, CredentialStore store, KubernetesFleet fleet, ClusterRegistry registry, FleetSection section,
    IGrainFactory grains, TimeProvider time) : IDisposable
{
    // One at a time: a credential and its registration belong together.
    private readonly SemaphoreSlim _turn = new(1);

    private IFleetGrain Fleet => grains.GetGrain<IFleetGrain>(IFleetGrain.Key);

    /// <exception cref="InvalidRequestException">The request is not acceptable.</exception>
    /// <exception cref="ClusterCheckFailedException">The cluster cannot be used, and that was not to be passed over.</exception>
    public async Task<(ClusterRegistration Stands, bool IsNew)> AddAsync(ClusterRequest request, bool force, string by, CancellationToken cancellationToken)
    {
        // Also what was registered on another silo only now.
        await registry.RefreshAsync(cancellationToken);
        // A new credential alone leaves the labels as they are.
        var keeps = request.Replace && request.Labels.IsEmpty;
        var spec = new ClusterSpec { Name = request.Name, Labels = keeps ? registry.Find(request.Name)?.Spec.Labels ?? request.Labels : request.Labels };
        ClusterRegistration.Require(spec);
        AccessRules.Require(request.Access);
        vault.RequireReachable();
        // Work must not land on pretended nodes because nobody thought of them.
        if (section.IsDemo)
            throw new ClusterConflictException("This silo has the demo's simulated clusters, and would place jobs on them as well. Start it with --Muster:Simulation:Demo=false, then add the cluster.");
        if (registry.IsConfigured(spec.Name))
            throw new ClusterConflictException($"Cluster '{spec.Name}' is one of the configuration. Change it there (Muster:Clusters or Muster:Simulation), or choose another name.");
        var check = await probe.CheckAsync(new FixedCredentials(request.Access!), ClusterNamespaces.Require(request.Namespaces), cancellationToken);
        if (check.Problem is { } problem && !force)
            throw new ClusterCheckFailedException($"Cluster '{spec.Name}' was not registered: {problem.TrimEnd('.')}. With force it is registered as it is.");
        if (check.Uid is { } uid && registry.Clusters.FirstOrDefault(c => c.Uid == uid && c.Spec.Name != spec.Name) is { } twin)
            throw new ClusterConflictException($"That cluster is registered already, as '{twin.Spec.Name}' (identity {uid}). Under two names its room would be counted twice.");
        await _turn.WaitAsync(cancellationToken);
        try
        {
            // From here on it is done to the end, whoever asked may go.
            var wanted = new ClusterRegistration { Spec = spec, Uid = check.Uid, AddedBy = by, AddedAt = time.GetUtcNow() };
            return vault.Seal(wanted.Name, request.Access!) is { } text
                ? await RecordAsync(wanted with { SealedAccess = text }, request.Replace)
                : await RecordAsync(wanted, request);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <exception cref="ClusterNotFoundException">No such cluster.</exception>
    /// <exception cref="ClusterConflictException">It is configured, or jobs hold places there.</exception>
    public async Task RemoveAsync(ClusterName cluster, bool force)
    {
        await _turn.WaitAsync();
        try
        {
            await Fleet.Remove(cluster, force);
            await registry.RefreshAsync();
            await fleet.ForgetAsync(cluster);
            store.Delete(cluster);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Takes the cluster that answers now for the one that is registered. The former identity, and the one that stands.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="uid">The identity that whoever asks has seen; null for whichever answers.</param>
    /// <param name="cancellationToken">Stops waiting for the cluster.</param>
    /// <exception cref="ClusterNotFoundException">No such cluster.</exception>
    /// <exception cref="ClusterCheckFailedException">It does not answer.</exception>
    /// <exception cref="ClusterConflictException">Another one answers than the one that was named.</exception>
    public async Task<(string? Before, string After)> AcceptAsync(ClusterName cluster, string? uid, CancellationToken cancellationToken)
    {
        var before = (await KnownAsync(cluster)).Uid;
        var check = await CheckAsync(cluster, [], cancellationToken);
        if (check.Uid is not { } seen)
            throw new ClusterCheckFailedException($"Cluster '{cluster}' does not tell its identity: {check.Problem}");
        if (uid is not null && uid != seen)
            throw new ClusterConflictException($"The cluster that answers has the identity {Names.Clip(seen)}, not {Names.Clip(uid)}. Nothing was accepted; look again: muster cluster describe {cluster}");
        if (before != seen && await Fleet.Pin(cluster, before, seen) is var stands && stands != seen)
            throw new ClusterConflictException($"The identity of cluster '{cluster}' was changed by somebody else meanwhile, to {stands}. Look again: muster cluster describe {cluster}");
        await registry.RefreshAsync(CancellationToken.None);
        return (before, seen);
    }

    /// <exception cref="ClusterNotFoundException">No such cluster.</exception>
    public async Task<ClusterCheck> CheckAsync(ClusterName cluster, IReadOnlyCollection<string> namespaces, CancellationToken cancellationToken)
    {
        _ = await KnownAsync(cluster);
        try
        {
            if (!fleet.IsSimulated(cluster))
                return await probe.CheckAsync(fleet.CredentialsOf(cluster), namespaces, cancellationToken);
            return new ClusterCheck { Reachable = true, Uid = await fleet.Get(cluster).ProbeAsync(cancellationToken) };
        }
        catch (Exception problem) when (problem is MusterException or IOException or UnauthorizedAccessException)
        {
            return new ClusterCheck { Problem = problem.Message };
        }
    }

    public void Dispose() => _turn.Dispose();

    // The sealed credential is part of the registration: the ledger takes both or none of them, whichever silos are at it.
    private async Task<(ClusterRegistration Stands, bool IsNew)> RecordAsync(ClusterRegistration wanted, bool replace)
    {
        var isNew = registry.Find(wanted.Spec.Name) is null;
        var stands = await Fleet.Register(wanted, replace);
        await registry.RefreshAsync();
        // One from before there was a key is out of date now.
        if (registry.Find(wanted.Spec.Name)?.SealedAccess is not null)
            store.Delete(wanted.Name);
        return (stands, isNew);
    }

    private async Task<(ClusterRegistration Stands, bool IsNew)> RecordAsync(ClusterRegistration wanted, ClusterRequest request)
    {
        // A new one's credential comes first, so that its first activation finds it; an old one's stays until the new one is taken.
        var isNew = registry.Find(wanted.Spec.Name) is null;
        if (isNew)
            store.Write(wanted.Name, request.Access!);
        try
        {
            var stands = await Fleet.Register(wanted, request.Replace);
            await registry.RefreshAsync();
            if (!isNew && (request.Replace || !store.Has(wanted.Name)))
            {
                store.Write(wanted.Name, request.Access!);
                await fleet.ForgetAsync(wanted.Name);
            }
            return (stands, isNew);
        }
        catch (MusterException error) when (isNew && error is not LedgerUnavailableException && registry.Find(wanted.Spec.Name) is null)
        {
            store.Delete(wanted.Name);
            throw;
        }
    }

    private async Task<ClusterRegistration> KnownAsync(ClusterName cluster) =>
        await registry.LookUpAsync(cluster.Value) ?? throw new ClusterNotFoundException(cluster.Value);
}

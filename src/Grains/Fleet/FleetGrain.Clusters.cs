using Microsoft.Extensions.Logging;
using Muster.Contracts;
using Muster.Ledger;

namespace Muster.Grains;

/// <summary>Clusters that come and go while Muster runs.</summary>
internal sealed partial class FleetGrain
{
    private static readonly TimeSpan FarewellInterval = TimeSpan.FromSeconds(2);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // A removal that a silo's end cut short is gone on with.
        this.RegisterGrainTimer(static (grain, _) => grain.Farewell(), this, new GrainTimerCreationOptions(TimeSpan.Zero, FarewellInterval) { KeepAlive = true, Interleave = true });
        return Task.CompletedTask;
    }

    public async Task<ClusterRegistration> Register(ClusterRegistration wanted, bool replace)
    {
        ClusterRegistration.Require(wanted.Spec);
        var name = wanted.Spec.Name;
        if (registry.IsConfigured(name))
            throw new ClusterConflictException($"Cluster '{name}' is one of the configuration. Change it there (Muster:Clusters or Muster:Simulation), or choose another name.");
        if (registry.Find(name) is null && registry.Clusters.Count >= ClusterRegistration.MaxClusters)
            throw TooMany();
        var (result, stands) = await ledger.RegisterClusterAsync(wanted, replace);
        switch (result)
        {
            case RegistrationResult.Taken:
                throw new ClusterConflictException($"Cluster '{name}' is registered with other labels. Say that it is to be replaced, or choose another name.");
            case RegistrationResult.OtherIdentity:
                throw new ClusterReplacedException(
                    $"Cluster '{name}' is registered with the identity {stands!.Uid}, and another one ({wanted.Uid}) answers at this address. Choose another name; or, if the old one is gone for good, accept the new one first.");
            case RegistrationResult.Removing:
                throw new ClusterConflictException($"Cluster '{name}' is still being removed: its jobs are being queued again. Try again in a moment.");
            case RegistrationResult.TooMany:
                throw TooMany();
        }
        await registry.RefreshAsync();
        if (result == RegistrationResult.Recorded)
            LogRegistered(logger, wanted.Name, wanted.AddedBy);
        GrainFactory.GetGrain<IClusterGrain>(name).Nudge().Ignore();
        NudgeRoots();
        return stands!;
    }

    public async Task Remove(ClusterName cluster, bool force)
    {
        if (registry.IsConfigured(cluster.Value))
            throw new ClusterConflictException($"Cluster '{cluster}' is one of the configuration and cannot be removed here. Take it out of the configuration (Muster:Clusters or Muster:Simulation) and restart.");
        var (result, jobs) = await ledger.RemoveClusterAsync(cluster, force);
        switch (result)
        {
            case RemovalResult.Unknown:
                throw new ClusterNotFoundException(cluster.Value);
            case RemovalResult.InUse:
                throw new ClusterConflictException(
                    $"{jobs} jobs hold places in cluster '{cluster}'. Cordon it and wait until they have ended, or cancel them; with force they are queued again at once, and pods that run there go on unwatched.");
        }
        await ledger.SetCordonAsync(CordonTarget.Of(cluster), null);
        await registry.RefreshAsync();
        LogRemoved(logger, cluster, jobs);
        await Farewell();
        NudgeRoots();
    }

    public async Task<string?> Pin(ClusterName cluster, string? expected, string uid)
    {
        if (uid.Length is 0 or > ClusterRegistration.MaxUidLength || uid.Any(char.IsControl))
            throw new InvalidRequestException("uid", "it is empty, too long, or has control characters", $"use 1 to {ClusterRegistration.MaxUidLength} characters");
        var known = registry.Find(cluster.Value) ?? throw new ClusterNotFoundException(cluster.Value);
        var stands = await ledger.PinClusterAsync(known.Spec, expected, uid, known.State == RegistrationState.Configured);
        await registry.RefreshAsync();
        if (expected is not null && stands?.Uid == uid)
            LogAccepted(logger, cluster, uid);
        return stands?.Uid;
    }

    // Jobs of a cluster that is gone wait for nobody: each is told that nothing of its attempt is left, until none holds a
    // place there any more. Then the cluster's row goes, too.
    private async Task Farewell()
    {
        foreach (var cluster in registry.Removing)
        {
            foreach (var placed in await ledger.ListPlacedAsync(cluster))
            {
                var wanted = placed.Placement!.Nodes.Sum(static n => n.Pods.Sum(static p => p.Count));
                GrainFactory.GetGrain<IJobGrain>(placed.Job.ToString()).Observed(new GangObservation
                {
                    Attempt = placed.Attempt, Wanted = wanted, Lost = wanted, Dispatched = true, Gone = true, Detail = $"cluster {cluster} was removed",
                }).Ignore();
            }
            if ((await ledger.RemoveClusterAsync(cluster, force: true)).Result == RemovalResult.Removed)
                await registry.RefreshAsync();
        }
    }

    private void NudgeRoots()
    {
        foreach (var root in fleet.Value.Roots)
            GrainFactory.GetGrain<IQueueGrain>(root.Value).Nudge().Ignore();
    }

    private static OverloadedException TooMany() =>
        new($"There are {ClusterRegistration.MaxClusters} clusters, as many as may be. Remove some that are not in use.");

    [LoggerMessage(3, LogLevel.Information, "Cluster {Cluster} was registered by {By}")]
    private static partial void LogRegistered(ILogger logger, ClusterName cluster, string by);

    [LoggerMessage(4, LogLevel.Information, "Cluster {Cluster} was removed; {Jobs} jobs that held places there are queued again")]
    private static partial void LogRemoved(ILogger logger, ClusterName cluster, int jobs);

    [LoggerMessage(5, LogLevel.Warning, "Cluster {Cluster}: the identity {Uid} was accepted; the cluster that was there before is gone, by an operator's word")]
    private static partial void LogAccepted(ILogger logger, ClusterName cluster, string uid);
}

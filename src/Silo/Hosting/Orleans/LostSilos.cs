using Muster.Contracts;
using Muster.Grains;
using Orleans.Runtime;

namespace Muster.Silo;

/// <summary>
/// Has every cluster compare itself with the ledger when another silo is gone: orders and observations on their way to its grains
/// are lost, and its jobs are nowhere until somebody speaks to them.
/// </summary>
internal sealed partial class LostSilos(
    IClusterMembershipService membership, IGrainFactory grains, ClusterRegistry clusters, ILogger<LostSilos> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        HashSet<SiloAddress> known = [];
        await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(stoppingToken))
        {
            HashSet<SiloAddress> alive = [.. snapshot.Members.Values.Where(static m => m.Status == SiloStatus.Active).Select(static m => m.SiloAddress)];
            known.ExceptWith(alive);
            if (known.Count > 0)
                await CatchUpAsync(string.Join(", ", known));
            known = alive;
        }
    }

    private async Task CatchUpAsync(string lost)
    {
        LogLost(logger, lost);
        foreach (var cluster in clusters.Clusters)
            try
            {
                await grains.GetGrain<IClusterGrain>(cluster.Spec.Name).CatchUp();
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                LogNotTold(logger, cluster.Spec.Name, problem.Message);
            }
    }

    [LoggerMessage(1, LogLevel.Information, "Silos are gone: {Silos}; every cluster is compared with the ledger")]
    private static partial void LogLost(ILogger logger, string silos);

    [LoggerMessage(2, LogLevel.Warning, "Cluster {Cluster} could not be told that a silo is gone, and finds out at its next comparison: {Problem}")]
    private static partial void LogNotTold(ILogger logger, string cluster, string problem);
}

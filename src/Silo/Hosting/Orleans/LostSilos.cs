using Muster.Contracts;
using Muster.Grains;
using Orleans.Runtime;

namespace Muster.Silo;

/// <summary>
/// Has every cluster compare itself with the ledger when another silo is gone: orders and observations on their way to its grains
/// are lost, and its jobs are nowhere until somebody speaks to them.
/// </summary>
internal sealed partial class LostSilos(
    IClusterMembershipService membership, IGrainFactory grains, ClusterRegistry clusters, TimeProvider time, ILogger<LostSilos> logger) : BackgroundService
{
    private const int MaxTries = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        HashSet<SiloAddress> known = [];
        await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(stoppingToken))
        {
            HashSet<SiloAddress> alive = [.. snapshot.Members.Values.Where(static m => m.Status == SiloStatus.Active).Select(static m => m.SiloAddress)];
            known.ExceptWith(alive);
            if (known.Count > 0)
                await CatchUpAsync(string.Join(", ", known), stoppingToken);
            known = alive;
        }
    }

    private Task CatchUpAsync(string lost, CancellationToken cancellationToken)
    {
        LogLost(logger, lost);
        return Task.WhenAll(clusters.Clusters.Select(cluster => CatchUpAsync(cluster.Name, cancellationToken)));
    }

    // A cluster whose grain was on that silo answers only when it has a new one.
    private async Task CatchUpAsync(ClusterName cluster, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
            try
            {
                await grains.GetGrain<IClusterGrain>(cluster.Value).CatchUp().WaitAsync(Patience, time, cancellationToken);
                return;
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                if (tries == MaxTries)
                {
                    LogNotTold(logger, cluster, problem.Message);
                    return;
                }
                await Task.Delay(BetweenTries, time, cancellationToken);
            }
    }

    [LoggerMessage(1, LogLevel.Information, "Silos are gone: {Silos}; every cluster is compared with the ledger")]
    private static partial void LogLost(ILogger logger, string silos);

    [LoggerMessage(2, LogLevel.Warning, "Cluster {Cluster} could not be told that a silo is gone, and finds out at its next comparison: {Problem}")]
    private static partial void LogNotTold(ILogger logger, ClusterName cluster, string problem);
}

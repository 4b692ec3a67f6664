using Microsoft.Extensions.Options;
using Muster.Contracts;
using Muster.Grains;
using Muster.Ledger;

namespace Muster.Silo;

/// <summary>
/// After a start, wakes the queues and clusters: each finds in the ledger what it has to go on with. Repeated now and then,
/// so that one that was lost comes back.
/// </summary>
internal sealed partial class Awakener(IGrainFactory grains, ClusterRegistry clusters, IOptions<FleetOptions> fleet, ILedgerRecovery recovery, ILedgerGuard guard, Health health, TimeProvider time, ILogger<Awakener> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        await RequireWholeAsync(stoppingToken);
        do
        {
            // Removals that a restart cut short are gone on with.
            await Wake(IFleetGrain.Key, grains.GetGrain<IFleetGrain>(IFleetGrain.Key).GetClusters());
            foreach (var cluster in clusters.Clusters)
                await Wake(cluster.Spec.Name, grains.GetGrain<IClusterGrain>(cluster.Spec.Name).Nudge());
            foreach (var queue in fleet.Value.Queues)
                await Wake(queue.Name, grains.GetGrain<IQueueGrain>(queue.Name).Nudge());
            health.Started();
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    // Half of what runs is missing in a ledger whose recovery broke off: it must not be acted on.
    private async Task RequireWholeAsync(CancellationToken cancellationToken)
    {
        try
        {
            if ((await recovery.ReadStandingAsync(cancellationToken)).UnderWay)
                guard.Report("A recovery of the ledger was begun and has not ended: begin it again, and start the silos anew.");
        }
        catch (MusterException)
        {
            // A ledger that cannot be read cannot be acted on either, and whoever writes to it is told.
        }
    }

    private async Task Wake(string name, Task nudge)
    {
        try
        {
            await nudge;
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            LogAsleep(logger, problem, name);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "{Name} could not be woken; it will be tried again")]
    private static partial void LogAsleep(ILogger logger, Exception problem, string name);
}

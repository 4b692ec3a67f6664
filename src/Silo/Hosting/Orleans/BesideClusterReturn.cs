using Muster.Contracts;
using Muster.Grains;
using Orleans.Core.Internal;
using Orleans.Runtime;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace Muster.Silo;

/// <summary>
/// Takes back the grains of the clusters that this silo is beside, when it is there again: placement decides only where a grain
/// begins, and one that began elsewhere meanwhile would stay there.
/// </summary>
internal sealed partial class BesideClusterReturn(
    IGrainFactory grains, ClusterRegistry registry, ISiloMetadataCache metadata, MembershipSettings settings, TimeProvider time,
    ILogger<BesideClusterReturn> logger) : BackgroundService
{
    /// <summary>Also how long a silo has to be there before it takes anything: one that comes and goes is not to drag grains along.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            foreach (var cluster in settings.Beside.Where(name => registry.Find(name) is not null))
                await TakeBackAsync(cluster);
    }

    private async Task TakeBackAsync(string cluster)
    {
        try
        {
            var grain = grains.GetGrain<IClusterGrain>(cluster);
            var where = await grains.GetGrain<IManagementGrain>(0).GetActivationAddress(grain);
            // Of several silos beside a cluster any will do.
            if (where is null || BesideClusterDirector.IsBeside(metadata.GetSiloMetadata(where), cluster))
                return;
            LogTaken(logger, cluster, where.ToString());
            await grain.AsReference<IGrainManagementExtension>().MigrateOnIdle();
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            LogNotTaken(logger, cluster, problem.Message);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Cluster {Cluster}: its grain is on silo {Silo}, which is not beside it; it comes here")]
    private static partial void LogTaken(ILogger logger, string cluster, string silo);

    [LoggerMessage(2, LogLevel.Warning, "Cluster {Cluster}: its grain could not be taken back, and will be asked for again: {Problem}")]
    private static partial void LogNotTaken(ILogger logger, string cluster, string problem);
}

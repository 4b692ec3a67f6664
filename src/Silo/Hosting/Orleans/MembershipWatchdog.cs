using Orleans.Clustering.Redis;
using Orleans.Runtime;

namespace Muster.Silo;

/// <summary>
/// Ends the process when the other silos cannot know of it any more: its row in the membership table is gone or dead, or the
/// table went back. Orleans would go on, and have a second set of the same grains. A Redis that does not answer is no reason.
/// </summary>
internal sealed partial class MembershipWatchdog(
    IMembershipTable table, ILocalSiloDetails silo, TimeProvider time, ILogger<MembershipWatchdog> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly MembershipView _view = new();

    // Starts when the silo is active, and stops before it leaves: its own row says Active all the while.
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (await LookAsync(stoppingToken) is { } trouble && !stoppingToken.IsCancellationRequested)
                End(trouble);
        }
    }

    private async Task<string?> LookAsync(CancellationToken stopping)
    {
        try
        {
            var seen = await table.ReadAllAsync(stopping);
            return _view.Judge(seen.TryGet(silo.SiloAddress)?.Item1.Status, seen.Version.Version);
        }
        catch (RedisClusteringException)
        {
            // Read, and without a version, which every table has from its first moment on.
            return _view.Judge(null, 0);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            LogUnreadable(logger, problem.Message);
            return null;
        }
    }

    // Not the way of a shutdown, in which grains would go on writing.
    private void End(string trouble)
    {
        LogEnd(logger, silo.Name, silo.SiloAddress.ToString(), trouble);
        Console.Error.WriteLine($"muster-silo: this silo ends at once: {trouble}");
        Console.Error.Flush();
        Environment.FailFast($"Muster: this silo ends at once: {trouble}");
    }

    [LoggerMessage(1, LogLevel.Critical, "Silo {Name} ({Address}) ends at once: {Trouble}")]
    private static partial void LogEnd(ILogger logger, string name, string address, string trouble);

    [LoggerMessage(2, LogLevel.Warning, "The membership table cannot be read, and will be again: {Problem}")]
    private static partial void LogUnreadable(ILogger logger, string problem);
}

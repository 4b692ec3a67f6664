using Muster.Contracts;
using Muster.Ledger;

namespace Muster.Silo;

/// <summary>
/// Of a silo that stands still, finds out whether its ledger was recovered since, on whichever silo: then the remedy is to start it
/// anew, and not to recover the ledger once more.
/// </summary>
internal sealed class RecoveryWatch(ILedgerRecovery recovery, ILedgerGuard guard, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var (opened, wasUnderWay) = (guard.Position.Incarnation, false);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (guard.RolledBack is null || await ReadAsync(stoppingToken) is not { } standing)
                continue;
            wasUnderWay |= standing.UnderWay;
            if (standing.UnderWay || !(wasUnderWay || standing.Ancestors.Contains(opened)))
                continue;
            guard.ReportRecovered();
            return;
        }
    }

    private async Task<RecoveryStanding?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await recovery.ReadStandingAsync(cancellationToken);
        }
        catch (MusterException)
        {
            // It is asked again.
            return null;
        }
    }
}

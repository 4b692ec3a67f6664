using Microsoft.Extensions.Logging;
using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>
/// How far the file has come. It is this process's alone and does not go back while it is open: only what was found outside
/// it can say that another file, or an older one, was opened than the last time.
/// </summary>
internal sealed class SqliteGuard(ILogger logger) : ILedgerGuard, IDisposable
{
    private readonly LedgerTrip _trip = new(logger);
    private LedgerPosition _position = new(Guid.Empty, 0);

    public LedgerPosition Position => Volatile.Read(ref _position);

    public LedgerRolledBackException? RolledBack => _trip.Fault;

    public CancellationToken Lost => _trip.Lost;

    // All that is answered is on disk, and was noted before it was answered.
    public Task<LedgerPosition> ReadPositionAsync(CancellationToken cancellationToken) =>
        RolledBack is { } fault ? Task.FromException<LedgerPosition>(fault) : Task.FromResult(Position);

    public LedgerRolledBackException Report(string found) => _trip.GoOff(found);

    public LedgerRolledBackException ReportRecovered() => _trip.Settle(RecoveryFaults.Outdated().Message);

    /// <summary>Takes note of what is on disk. For the writer alone.</summary>
    public void Note(Guid incarnation, long counter)
    {
        if (Position.Counter != counter || Position.Incarnation != incarnation)
            Volatile.Write(ref _position, new(incarnation, counter));
    }

    public void Dispose() => _trip.Dispose();
}

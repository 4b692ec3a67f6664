using System.Globalization;
using Microsoft.Extensions.Logging;
using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>
/// Remembers the furthest that this silo has seen the store, and tells every script, which does nothing when the store is
/// behind that. Once it was, this silo writes no more.
/// </summary>
internal sealed class RedisGuard(LedgerPosition opened, ILogger logger) : ILedgerGuard, IDisposable
{
    private readonly LedgerTrip _trip = new(logger);
    private long _seen = opened.Counter;
    private long _own;

    public Guid Incarnation { get; } = opened.Incarnation;

    public LedgerPosition Position => new(Incarnation, Seen);

    public LedgerRolledBackException? RolledBack => _trip.Fault;

    public CancellationToken Lost => _trip.Lost;

    /// <summary>Asks the store, whose answer is taken note of like any other.</summary>
    public required Func<CancellationToken, Task> Probe { get; init; }

    /// <summary>Highest counter that was seen in any answer.</summary>
    public long Seen => Interlocked.Read(ref _seen);

    /// <summary>Highest counter of an acknowledged write of this silo.</summary>
    public long Own => Interlocked.Read(ref _own);

    public async Task<LedgerPosition> ReadPositionAsync(CancellationToken cancellationToken)
    {
        await Probe(cancellationToken);
        return Position;
    }

    public LedgerRolledBackException Report(string found) => _trip.GoOff(found);

    public LedgerRolledBackException ReportRecovered() => _trip.Settle(RecoveryFaults.Outdated().Message);

    public void Require() => _trip.Require();

    /// <summary>Takes note of an answer.</summary>
    public void Note(long counter, bool wrote)
    {
        Raise(ref _seen, counter);
        if (wrote)
            Raise(ref _own, counter);
    }

    /// <summary>The store is another one, or none at all.</summary>
    public LedgerRolledBackException Replaced(string found) => _trip.GoOff(found.Length > 0
        ? $"The ledger was rolled back: its Redis holds another store ({found}) than the one that this silo has opened ({Incarnation:N})."
        : $"The ledger was rolled back: its Redis was wiped, and the store {Incarnation:N} is gone.");

    /// <summary>The store lacks what it has answered.</summary>
    public LedgerRolledBackException Behind(long found, long known) => _trip.GoOff(string.Create(CultureInfo.InvariantCulture,
        $"The ledger was rolled back: its Redis has gone back to write {found}, and write {known} was seen."));

    public void Dispose() => _trip.Dispose();

    private static void Raise(ref long mark, long value)
    {
        for (var known = Interlocked.Read(ref mark); known < value;)
        {
            var found = Interlocked.CompareExchange(ref mark, value, known);
            if (found == known)
                return;
            known = found;
        }
    }
}

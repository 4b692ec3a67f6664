using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>
/// Whether the store is still the one that this silo knows. A store that was wiped, or that went back behind what it has
/// answered, must not be acted on: places that were given may be given again.
/// </summary>
public interface ILedgerGuard
{
    /// <summary>Which store this is, and the furthest that this silo has seen it: what a witness outside it should keep.</summary>
    LedgerPosition Position { get; }

    /// <summary>Why nothing may be done any more; null while the store is sound. Once set it stays, until the silo is started again.</summary>
    LedgerRolledBackException? RolledBack { get; }

    /// <summary>Cancelled when the store is found to be wiped or rolled back: stop acting on clusters then.</summary>
    CancellationToken Lost { get; }

    /// <summary>How far the store is now, by the store itself: all that anybody was answered before the call is counted.</summary>
    /// <exception cref="LedgerUnavailableException">It does not answer.</exception>
    /// <exception cref="LedgerRolledBackException">It is not the store that it was.</exception>
    Task<LedgerPosition> ReadPositionAsync(CancellationToken cancellationToken);

    /// <summary>Takes word from outside the store that it was wiped, replaced or rolled back: nothing may be done any more.</summary>
    /// <param name="found">What was found, and where; a whole sentence.</param>
    /// <returns>What is to be told from now on; the first word stands until the store is recovered.</returns>
    LedgerRolledBackException Report(string found);

    /// <summary>Takes word that the store was recovered since it was opened here: nothing may be done, and the remedy is to start this silo anew.</summary>
    /// <returns>What is to be told from now on, in the place of what was found before.</returns>
    LedgerRolledBackException ReportRecovered();
}

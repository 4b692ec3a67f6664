using Muster.Contracts;

namespace Muster.Client;

public partial interface IMusterClient
{
    /// <summary>How the ledger stands, and what became of the last recovery that the silo was asked for.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ForbiddenException">The credential may not manage clusters.</exception>
    /// <exception cref="UnreachableException">No silo answered.</exception>
    Task<RecoveryReport> GetRecoveryAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Recovers the ledger from what the clusters show, after its store was lost or went back. It goes on when it has been answered:
    /// ask <see cref="GetRecoveryAsync"/> until it has ended. Then every silo has to be started anew.
    /// </summary>
    /// <param name="dryRun">True: only says what would be done.</param>
    /// <param name="without">Clusters that are left out, as they cannot be reached: what runs there stays as it is. Null for none.</param>
    /// <param name="cancellationToken">Stops waiting; what was begun goes on.</param>
    /// <returns>What was found, and what is done about it.</returns>
    /// <exception cref="RecoveryRefusedException">A cluster cannot be looked at, and was not left out. Nothing was changed.</exception>
    /// <exception cref="InvalidRequestException">A cluster that is to be left out is not there.</exception>
    /// <exception cref="ForbiddenException">The credential may not manage clusters.</exception>
    /// <exception cref="OutcomeUnknownException">It may have begun.</exception>
    /// <exception cref="UnreachableException">No silo answered, and nothing was changed.</exception>
    Task<RecoveryReport> RecoverAsync(bool dryRun, IEnumerable<string>? without = null, CancellationToken cancellationToken = default);
}

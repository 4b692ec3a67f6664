using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>
/// The way back for a store that was lost, or went back: what the clusters show is put on record again. Also for a silo whose
/// <see cref="ILedgerGuard"/> lets nothing else through.
/// </summary>
/// <remarks>
/// From <see cref="BeginAsync"/> to <see cref="EndAsync"/> nothing else is recorded, by whomever. One that broke off is begun anew,
/// and comes to the same. Silos that had opened the store before it began are never heard again: they have to be started anew.
/// </remarks>
public interface ILedgerRecovery
{
    /// <summary>Most jobs of one call of <see cref="RecoverAsync"/>.</summary>
    const int MaxBatch = 100;

    /// <summary>How the store stands at this moment, whatever this silo had opened.</summary>
    Task<RecoveryStanding> ReadStandingAsync(CancellationToken cancellationToken = default);

    /// <summary>Reads a job as the store has it at this moment; null when it is not known.</summary>
    Task<JobRecord?> ReadRecordAsync(JobId job, CancellationToken cancellationToken = default);

    /// <summary>
    /// Makes the store another one, which remembers what it descends from: whatever older silos still send is refused. Places that
    /// nodes have granted, and trees that were opened, are open no more. Returns the new identity.
    /// </summary>
    /// <param name="ancestors">Identities of stores whose attempts are this one's from now on, beside its own.</param>
    /// <param name="epoch">No coordinator gets an epoch up to this one any more.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task<Guid> BeginAsync(ImmutableArray<Guid> ancestors, long epoch, CancellationToken cancellationToken = default);

    /// <summary>Puts jobs on record. What is there already, or is newer there, stays. In the order of the jobs.</summary>
    /// <param name="incarnation">What <see cref="BeginAsync"/> returned.</param>
    /// <param name="jobs">At most <see cref="MaxBatch"/>.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="LedgerUnavailableException">Another recovery was begun since, or this one has ended.</exception>
    Task<ImmutableArray<RecoveryResult>> RecoverAsync(Guid incarnation, ImmutableArray<RecoveredJob> jobs, CancellationToken cancellationToken = default);

    /// <summary>Lets the silos that are started from now on record again.</summary>
    /// <param name="incarnation">What <see cref="BeginAsync"/> returned.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="LedgerUnavailableException">Another recovery was begun since.</exception>
    Task EndAsync(Guid incarnation, CancellationToken cancellationToken = default);
}

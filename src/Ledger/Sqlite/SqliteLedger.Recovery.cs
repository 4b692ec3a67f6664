using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>Recovery from what clusters show.</summary>
public sealed partial class SqliteLedger : ILedgerRecovery
{
    /// <inheritdoc/>
    public Task<RecoveryStanding> ReadStandingAsync(CancellationToken cancellationToken = default) => _readers.ListAsync(
        static tables => new RecoveryStanding(tables.Recovery.Incarnation, tables.Recovery.Ancestors(), tables.Recovery.UnderWay), cancellationToken);

    /// <inheritdoc/>
    public Task<JobRecord?> ReadRecordAsync(JobId job, CancellationToken cancellationToken = default) => ReadJobAsync(job, cancellationToken);

    /// <inheritdoc/>
    public Task<Guid> BeginAsync(ImmutableArray<Guid> ancestors, long epoch, CancellationToken cancellationToken = default)
    {
        var incarnation = Guid.NewGuid();
        return _writer.RunAsync(session => RecoveryRules.Begin(session, incarnation, ancestors, epoch), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<RecoveryResult>> RecoverAsync(
        Guid incarnation, ImmutableArray<RecoveredJob> jobs, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(jobs.Length, ILedgerRecovery.MaxBatch, nameof(jobs));
        foreach (var job in jobs)
            job.Require();
        ImmutableArray<RecoveredRow> rows = [.. jobs.Select(static job => new RecoveredRow(job))];
        return _writer.RunAsync(
            session =>
            {
                session.RequireRecovery(incarnation);
                return ImmutableArray.CreateRange(rows.Select(row => RecoveryRules.Recover(session, row)));
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task EndAsync(Guid incarnation, CancellationToken cancellationToken = default) => _writer.RunAsync(
        session =>
        {
            if (session.Incarnation != incarnation)
                throw RecoveryFaults.Overtaken();
            return RecoveryRules.End(session);
        },
        cancellationToken);

    // Everything but a recovery is for the store that this silo has opened, and waits for the end of one that is under way.
    private Task<T> WriteAsync<T>(Func<WriteSession, T> body, CancellationToken cancellationToken) => _guard.RolledBack is { } fault
        ? Task.FromException<T>(fault)
        : _writer.RunAsync(
            session =>
            {
                session.RequireSettled(Incarnation);
                return body(session);
            },
            cancellationToken);
}

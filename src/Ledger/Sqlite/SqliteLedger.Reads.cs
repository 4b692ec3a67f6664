using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>What only looks.</summary>
public sealed partial class SqliteLedger
{
    /// <inheritdoc/>
    public async Task<JobRecord?> ReadJobAsync(JobId job, CancellationToken cancellationToken = default) =>
        Show(await _readers.ReadAsync(tables => ReadWhole(tables, job), cancellationToken));

    /// <inheritdoc/>
    public Task<JobRecordPage> ListJobsAsync(JobQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1, nameof(query));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, JobQuery.MaxPage, nameof(query));
        ArgumentOutOfRangeException.ThrowIfNegative(query.AfterSeq, nameof(query));
        return _readers.ListAsync(
            tables =>
            {
                var (jobs, next) = tables.Pages.Read(query);
                return new JobRecordPage([.. jobs.Select(static job => job.ToRecord())], next);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<QueuedJob>> ListQueuedAsync(
        QueueName queue, long afterChange, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return _readers.ListAsync(
            tables => ImmutableArray.CreateRange(tables.Lists.Queued(queue, afterChange, limit)), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<JobId>> ListStuckAsync(
        QueueName root, JobState state, DateTimeOffset before, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return _readers.ListAsync(
            tables => ImmutableArray.CreateRange(tables.Lists.Stuck(root, state, before.UtcTicks, limit)), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<ChargedJob>> ListPlacedAsync(ClusterName cluster, CancellationToken cancellationToken = default) =>
        _readers.ListAsync(
            tables => ImmutableArray.CreateRange(tables.Lists.Placed(cluster).Select(static job => job.ToCharged())), cancellationToken);

    /// <inheritdoc/>
    public Task<ImmutableArray<JobId>> ListDependentsAsync(JobId job, CancellationToken cancellationToken = default) =>
        _readers.ListAsync(
            tables => ImmutableArray.CreateRange(tables.Dependencies.Waiting(job).Select(JobId.FromKey)), cancellationToken);

    /// <inheritdoc/>
    public Task<ImmutableDictionary<JobId, JobState>> ReadStatesAsync(
        ImmutableArray<JobId> jobs, CancellationToken cancellationToken = default) =>
        _readers.ListAsync(
            tables =>
            {
                var states = ImmutableDictionary.CreateBuilder<JobId, JobState>();
                foreach (var job in jobs)
                    if (tables.Jobs.State(job) is { } state)
                        states[job] = state;
                return states.ToImmutable();
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<ImmutableArray<JobChange>> ReadChangesAsync(
        long after, JobId? job, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return _readers.ListAsync(
            tables =>
            {
                var changes = tables.Changes.Read(after, job, Math.Min(limit, ILedger.MaxChangesPage));
                // Looked at after the read, so that what was dropped meanwhile is noticed too.
                if (after > 0 && job is null && tables.Changes.First() > after + 1)
                    throw new WatchExpiredException(
                        $"The event log is kept from {tables.Changes.First()} on, and {after} is before that. List the jobs, then read from the log's end on.");
                return ImmutableArray.CreateRange(changes);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<long> WaitForChangesAsync(long after, CancellationToken cancellationToken) => _signal.WaitAsync(after, cancellationToken);

    // A job deleted between the reads of its two rows is not known, as of the second read.
    private static JobRow? ReadWhole(LedgerTables tables, JobId id) =>
        tables.Jobs.Find(id) is { } job && tables.Jobs.TryComplete(job) ? job : null;
}

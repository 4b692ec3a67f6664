using System.Collections.Immutable;
using Muster.Contracts;
using StackExchange.Redis;
using static Muster.Ledger.Arguments;

namespace Muster.Ledger;

/// <summary>What only looks. Long lists are read piece by piece, so that nobody else waits for them.</summary>
public sealed partial class RedisLedger
{
    /// <summary>Most jobs, or entries, that one script reads.</summary>
    private const int Piece = 500;

    /// <inheritdoc/>
    public async Task<JobRecord?> ReadJobAsync(JobId job, CancellationToken cancellationToken = default)
    {
        var known = _recent.Find(job);
        return Show(RedisRow.Job(await _caller.CallAsync(LedgerScript.Read, [job.ToString(), SeqOf(known)], cancellationToken), 0, known));
    }

    /// <inheritdoc/>
    public Task<JobRecordPage> ListJobsAsync(JobQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1, nameof(query));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, JobQuery.MaxPage, nameof(query));
        ArgumentOutOfRangeException.ThrowIfNegative(query.AfterSeq, nameof(query));
        return new RedisJobPage(_caller, query).ReadAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<QueuedJob>> ListQueuedAsync(
        QueueName queue, long afterChange, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var (jobs, demands) = (ImmutableArray.CreateBuilder<QueuedJob>(), new DemandPool());
        while (true)
        {
            var asked = Math.Min(Piece, limit - jobs.Count);
            var reply = await _caller.CallAsync(LedgerScript.Queued, [queue.Value, afterChange, asked], cancellationToken);
            var before = jobs.Count;
            jobs.AddRange(reply.Lists(0).Select(row => RedisRow.Queued(row, demands)));
            if (jobs.Count - before < asked || jobs.Count == limit)
                return jobs.ToImmutable();
            afterChange = jobs[^1].Change;
        }
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<JobId>> ListStuckAsync(
        QueueName root, JobState state, DateTimeOffset before, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return Ids(await _caller.CallAsync(LedgerScript.Late, [(int)state, root.Value, Moment(before), limit], cancellationToken));
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<ChargedJob>> ListPlacedAsync(ClusterName cluster, CancellationToken cancellationToken = default) =>
        ReadChargedAsync("placed:" + cluster.Value, cancellationToken);

    /// <inheritdoc/>
    public async Task<ImmutableArray<JobId>> ListDependentsAsync(JobId job, CancellationToken cancellationToken = default) =>
        Ids(await _caller.CallAsync(LedgerScript.Dependents, [job.ToString()], cancellationToken));

    /// <inheritdoc/>
    public async Task<ImmutableDictionary<JobId, JobState>> ReadStatesAsync(
        ImmutableArray<JobId> jobs, CancellationToken cancellationToken = default)
    {
        var states = ImmutableDictionary.CreateBuilder<JobId, JobState>();
        foreach (var piece in jobs.Chunk(Piece))
        {
            var reply = await _caller.CallAsync(LedgerScript.States, [.. piece.Select(static job => (RedisValue)job.ToString())], cancellationToken);
            var found = reply.List(0);
            for (var i = 0; i < piece.Length; i++)
                if (!found.IsNull(i))
                    states[piece[i]] = (JobState)found.Long(i);
        }
        return states.ToImmutable();
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<JobChange>> ReadChangesAsync(
        long after, JobId? job, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var reply = await _caller.CallAsync(
            LedgerScript.Changes, [Math.Max(after, 0), Math.Min(limit, ILedger.MaxChangesPage), Text(job?.ToString())], cancellationToken);
        var first = reply.Long(0);
        return after > 0 && job is null && first > after + 1
            ? throw new WatchExpiredException(
                $"The event log is kept from {first} on, and {after} is before that. List the jobs, then read from the log's end on.")
            : [.. reply.Lists(1).Select(RedisRow.Change)];
    }

    /// <inheritdoc/>
    public Task<long> WaitForChangesAsync(long after, CancellationToken cancellationToken) => _watch.WaitAsync(after, cancellationToken);

    private static ImmutableArray<JobId> Ids(in Reply reply)
    {
        var ids = reply.List(0);
        return [.. Enumerable.Range(0, ids.Length).Select(i => JobId.FromKey(ids.Text(i)))];
    }

    private async Task<ImmutableArray<ChargedJob>> ReadChargedAsync(string index, CancellationToken cancellationToken)
    {
        var jobs = ImmutableArray.CreateBuilder<ChargedJob>();
        for (var after = 0L; ;)
        {
            var reply = await _caller.CallAsync(LedgerScript.Charged, [index, after, Piece], cancellationToken);
            Reply[] rows = [.. reply.Lists(0)];
            jobs.AddRange(rows.Select(RedisRow.Charged));
            if (rows.Length < Piece)
                return jobs.ToImmutable();
            after = rows[^1].Long(1);
        }
    }
}

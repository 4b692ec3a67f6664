using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Ledger.Tests;

/// <summary>This part only looks.</summary>
internal sealed partial class ModelLedger
{
    public Task<JobRecord?> ReadJobAsync(JobId job, CancellationToken cancellationToken = default) =>
        Task.FromResult(_jobs.GetValueOrDefault(job)?.Record);

    // So few jobs that the bound of what a page looks at is never met.
    public Task<JobRecordPage> ListJobsAsync(JobQuery query, CancellationToken cancellationToken = default)
    {
        var all = query.Descending ? BySeq().Reverse() : BySeq();
        var page = all.Select(job => job.Record)
            .Where(job => (query.AfterSeq == 0 || (query.Descending ? job.Seq < query.AfterSeq : job.Seq > query.AfterSeq))
                && (query.Namespace ?? job.Id.Namespace) == job.Id.Namespace
                && (query.Queue ?? job.Spec.Queue) == job.Spec.Queue
                && (query.States.IsEmpty || query.States.Contains(job.State))
                && query.LabelSelector?.Matches(job.Metadata.Labels) != false
                && query.FieldSelector?.Matches(new(
                    job.Id.Name, job.Id.Namespace, job.Spec.Queue, job.Spec.Priority, job.State, job.Placement?.Cluster.Value)) != false)
            .Take(query.Limit).ToImmutableArray();
        return Task.FromResult(new JobRecordPage(page, page.Length == query.Limit ? page[^1].Seq : null));
    }

    public Task<ImmutableArray<QueuedJob>> ListQueuedAsync(
        QueueName queue, long afterChange, int limit, CancellationToken cancellationToken = default)
    {
        var queued =
            from job in _jobs.Values
            where job.Record.State == JobState.Queued && job.Record.Spec.Queue == queue.Value && job.Change > afterChange
            orderby job.Change
            let record = job.Record
            select new QueuedJob(
                new PendingJob
                {
                    Id = record.Id, Priority = record.Spec.Priority, Seq = record.Seq, Demand = record.Demand,
                    QueuedAt = record.Since, NotBefore = record.NotBefore,
                },
                job.Change, record.Spec.DependsOn.Length > 0);
        return Task.FromResult(queued.Take(limit).ToImmutableArray());
    }

    public Task<ImmutableArray<JobId>> ListStuckAsync(
        QueueName root, JobState state, DateTimeOffset before, int limit, CancellationToken cancellationToken = default) =>
        Task.FromResult(_jobs.Values
            .Where(job => job.Root == root.Value && job.Record.State == state && job.Record.Since < before)
            .OrderBy(job => job.Record.Since).ThenBy(job => job.Record.Seq)
            .Take(limit).Select(job => job.Record.Id).ToImmutableArray());

    public Task<ImmutableArray<ChargedJob>> ListPlacedAsync(ClusterName cluster, CancellationToken cancellationToken = default) =>
        Task.FromResult(BySeq()
            .Where(job => job.Record.State.HoldsPlaces() && job.Record.Placement?.Cluster == cluster)
            .Select(Charged).ToImmutableArray());

    public Task<ImmutableArray<JobId>> ListDependentsAsync(JobId job, CancellationToken cancellationToken = default) =>
        Task.FromResult(BySeq()
            .Where(other => other.Record.State == JobState.Queued && other.Needs.Contains(job.ToString()))
            .Select(other => other.Record.Id).ToImmutableArray());

    public Task<ImmutableDictionary<JobId, JobState>> ReadStatesAsync(
        ImmutableArray<JobId> jobs, CancellationToken cancellationToken = default) =>
        Task.FromResult(jobs.Where(_jobs.ContainsKey).Distinct().ToImmutableDictionary(job => job, job => _jobs[job].Record.State));

    public Task<ImmutableArray<JobChange>> ReadChangesAsync(
        long after, JobId? job, int limit, CancellationToken cancellationToken = default) =>
        Task.FromResult(_changes
            .Where(change => change.Sequence > after && (job is null || change.Job == job))
            .Take(Math.Min(limit, ILedger.MaxChangesPage)).ToImmutableArray());

    public Task<long> WaitForChangesAsync(long after, CancellationToken cancellationToken) =>
        Task.FromResult((long)_changes.Count);
}

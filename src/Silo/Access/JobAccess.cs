using Muster.Contracts;
using Muster.Grains;
using Muster.Ledger;

namespace Muster.Silo;

/// <summary>
/// What a caller may see of jobs, and do to them. A job that the caller may not see is answered exactly like one that does
/// not exist.
/// </summary>
internal static class JobAccess
{
    // A job changes a few times in its life, so that this many changes in a row do not come between.
    private const int MaxLooks = 10;

    public static bool Sees(this Caller caller, JobRecord job) => caller.May(Permission.ReadJobs, job.Spec.Queue, job.Id.Namespace);

    /// <summary>The record of a job that the caller may see.</summary>
    /// <exception cref="JobNotFoundException">There is none, or not for this caller.</exception>
    public static async Task<JobRecord> ReadJobAsync(this Caller caller, ILedger ledger, JobId id, CancellationToken cancellationToken) =>
        await ledger.ReadJobAsync(id, cancellationToken) is { } job && caller.Sees(job) ? job : throw new JobNotFoundException(id);

    /// <summary>The record of a job that the caller may change.</summary>
    /// <exception cref="JobNotFoundException">There is none, or not for this caller.</exception>
    /// <exception cref="ForbiddenException">The caller may see it, and no more.</exception>
    public static async Task<JobRecord> ReadJobToManageAsync(this Caller caller, ILedger ledger, JobId id, CancellationToken cancellationToken)
    {
        var job = await caller.ReadJobAsync(ledger, id, cancellationToken);
        caller.Demand(Permission.ManageJobs, job.Spec.Queue, id.Namespace,
            () => new ForbiddenException($"'{caller.Name}' may see job {id}, but not change it; that takes the role manage of queue {job.Spec.Queue}."));
        return job;
    }

    /// <summary>
    /// Changes a job that the caller may change. The change is bound to the version that was looked at, also when nobody asked
    /// for it: another's job may have taken the name in between.
    /// </summary>
    /// <exception cref="JobNotFoundException">There is none, or not for this caller.</exception>
    /// <exception cref="ForbiddenException">The caller may see it, and no more.</exception>
    /// <exception cref="PreconditionFailedException">It has another version than the one that was asked for.</exception>
    public static async Task<T> ManageJobAsync<T>(
        this Caller caller, ILedger ledger, JobId id, long? version, Func<JobRecord, long, Task<T>> change, CancellationToken cancellationToken)
    {
        for (var looks = 1; ; looks++)
        {
            var job = await caller.ReadJobToManageAsync(ledger, id, cancellationToken);
            try
            {
                return await change(job, version ?? job.Version);
            }
            catch (PreconditionFailedException) when (version is null && looks < MaxLooks)
            {
                // It has changed: look again whose it is.
            }
        }
    }

    /// <summary>Whether the caller may submit this job. Looks nothing up unless the job depends on others.</summary>
    /// <exception cref="QueueNotFoundException">The caller may not submit to the queue, which may or may not exist.</exception>
    /// <exception cref="ForbiddenException">The caller may not use the namespace.</exception>
    /// <exception cref="InvalidRequestException">It depends on a job that the caller cannot see, or that is not known.</exception>
    public static async Task DemandSubmitAsync(this Caller caller, ILedger ledger, Job job, CancellationToken cancellationToken)
    {
        if (caller.SeesAllJobs && caller.May(Permission.SubmitJobs, job.Spec?.Queue, job.Metadata?.Namespace))
            return;
        // What is not there is found by the checks that follow, for a queue that the caller may use; else nothing is said.
        var (queue, ns) = (job.Spec?.Queue ?? "", job.Metadata?.Namespace ?? "");
        caller.Demand(Permission.SubmitJobs, queue, null, () => new QueueNotFoundException(queue));
        caller.Demand(Permission.SubmitJobs, queue, ns,
            () => new ForbiddenException($"'{caller.Name}' may not submit to queue {queue} in namespace '{Names.Clip(ns)}'. GET /v1/whoami shows the namespaces it has."));
        await caller.DemandDependenciesAsync(ledger, job, cancellationToken);
    }

    // Whoever may name any job could learn by waiting for it that it exists, and how it ends.
    private static async Task DemandDependenciesAsync(this Caller caller, ILedger ledger, Job job, CancellationToken cancellationToken)
    {
        // A job that is not well formed is refused with all its faults, whatever it depends on.
        if (job.Spec.DependsOn.IsDefaultOrEmpty || JobValidator.Validate(job).Length > 0)
            return;
        // What is on record is not judged again: a repeat is answered as the first time.
        if (await ledger.ReadJobAsync(job.Id, cancellationToken) is not null)
            return;
        for (var i = 0; i < job.Spec.DependsOn.Length; i++)
        {
            var need = JobViews.Need(job.Id.Namespace, job.Spec.DependsOn[i]);
            if (await ledger.ReadJobAsync(need, cancellationToken) is not { } known || !caller.Sees(known))
                throw new InvalidRequestException(FieldPath.Item("spec.dependsOn", i), $"no job {need} is known",
                    "submit that job first: a token of a queue can name only jobs that it sees");
        }
    }
}

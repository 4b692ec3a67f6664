using Muster.Contracts;

namespace Muster.Client.Testing;

public sealed partial class FakeMusterClient
{
    private const string Ended = "it has ended; submit it again under another name";
    private const string Ending = "it is about to end; submit it again once it has";

    /// <inheritdoc/>
    public Task<Job> CancelJobAsync(JobId job, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        Answer(fake => fake.Cancel(fake.Checked(job, options)), cancellationToken);

    /// <inheritdoc/>
    public Task<Job> SuspendJobAsync(JobId job, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        Answer(fake => fake.Suspend(fake.Checked(job, options)), cancellationToken);

    /// <inheritdoc/>
    public Task<Job> ResumeJobAsync(JobId job, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        Answer(fake => fake.Resume(fake.Checked(job, options)), cancellationToken);

    /// <inheritdoc/>
    public Task DeleteJobAsync(JobId job, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        Answer(fake => fake.Delete(fake.Checked(job, options)), cancellationToken);

    private Job Checked(JobId id, WriteOptions? options)
    {
        var job = Find(id);
        return options?.IfVersion is not { } wanted || wanted == job.Status!.Version
            ? job
            : throw new PreconditionFailedException(id, wanted, job.Status.Version);
    }

    private Job Cancel(Job job)
    {
        var reason = new Reason(ReasonCode.CancelRequested, "its owner cancelled it");
        return job.Status!.State.IsFinal() ? job : End(job, JobEvent.Cancel, reason);
    }

    // Where a drain that the test began leads is not said anywhere: as long as it goes on, the job counts as ending.
    private Job Suspend(Job job) => job.Status!.State switch
    {
        JobState.Suspended => job,
        JobState.Draining => throw Refused(job, Ending),
        var state when state.IsFinal() => throw Refused(job, Ended),
        _ => End(job, JobEvent.Suspend, new Reason(ReasonCode.SuspendRequested, "its owner suspended it")),
    };

    private Job Resume(Job job) => job.Status!.State switch
    {
        JobState.Suspended => Apply(job, JobEvent.Resume, null),
        JobState.Draining => throw Refused(job, Ending),
        var state when state.IsFinal() => throw Refused(job, Ended),
        _ => job,
    };

    // A job that is placed drains first; here its pods stop at once.
    private Job End(Job job, JobEvent by, Reason reason)
    {
        if (JobStateMachine.Next(job.Status!.State, by) is null)
            job = Apply(job, JobEvent.Drain, reason);
        return Apply(job, by, reason);
    }

    private static JobStateException Refused(Job job, string why) => new($"Job {job.Id} is {job.Status!.State}: {why}");

    private bool Delete(Job job)
    {
        if (!job.Status!.State.IsFinal())
            throw new JobStateException($"Job {job.Id} is {job.Status.State}; only a job that has ended can be deleted. Cancel it first: muster cancel {job.Id}");
        foreach (var (token, _) in _tokens.Where(t => t.Value.Job == job.Id).ToList())
            _tokens.Remove(token);
        return _jobs.Remove(job.Id);
    }
}

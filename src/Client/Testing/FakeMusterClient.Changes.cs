using Muster.Contracts;

namespace Muster.Client.Testing;

public sealed partial class FakeMusterClient
{
    /// <inheritdoc/>
    public Task<Job> CancelJobAsync(JobId job, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        Answer(fake => fake.Cancel(fake.Checked(job, options)), cancellationToken);

    /// <inheritdoc/>
    public Task<Job> SuspendJobAsync(JobId job, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        Answer(fake => Suspend(fake.Checked(job, options)), cancellationToken);

    /// <inheritdoc/>
    public Task<Job> ResumeJobAsync(JobId job, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        Answer(fake => Resume(fake.Checked(job, options)), cancellationToken);

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
        if (job.Status!.State.IsFinal())
            return job;
        if (JobStateMachine.Next(job.Status.State, JobEvent.Cancel) is null)
            job = Apply(job, JobEvent.Drain, reason);
        return Apply(job, JobEvent.Cancel, reason);
    }

    private static Job Suspend(Job job) => throw new JobStateException($"Job {job.Id} cannot be suspended: this fake does not know how.");

    private static Job Resume(Job job) => throw new JobStateException($"Job {job.Id} is {job.Status!.State} and not suspended.");

    private bool Delete(Job job)
    {
        if (!job.Status!.State.IsFinal())
            throw new JobStateException($"Job {job.Id} is {job.Status.State} and has not ended. Cancel it first.");
        foreach (var (token, _) in _tokens.Where(t => t.Value.Job == job.Id).ToList())
            _tokens.Remove(token);
        return _jobs.Remove(job.Id);
    }
}

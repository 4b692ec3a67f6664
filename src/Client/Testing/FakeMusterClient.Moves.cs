using Muster.Contracts;

namespace Muster.Client.Testing;

public sealed partial class FakeMusterClient
{
    private static readonly JobEvent[] ToRunning = [JobEvent.Admit, JobEvent.Commit, JobEvent.Start, JobEvent.Run];

    /// <summary>Lets a waiting job run: it is admitted, committed, started, and all its pods run.</summary>
    /// <param name="job">Namespace and name.</param>
    /// <exception cref="JobNotFoundException">No such job.</exception>
    /// <exception cref="JobStateException">It does not wait.</exception>
    public void Start(JobId job) => Move(job, null, ToRunning);

    /// <summary>Lets a job succeed, starting it first if it waits.</summary>
    /// <param name="job">Namespace and name.</param>
    /// <exception cref="JobNotFoundException">No such job.</exception>
    /// <exception cref="JobStateException">It has ended.</exception>
    public void Complete(JobId job)
    {
        if (StateOf(job) == JobState.Queued)
            Start(job);
        Move(job, null, JobEvent.Succeed);
    }

    /// <summary>Lets a job fail for good.</summary>
    /// <param name="job">Namespace and name.</param>
    /// <param name="reason">Why; null for a pod that failed.</param>
    /// <exception cref="JobNotFoundException">No such job.</exception>
    /// <exception cref="JobStateException">It has ended.</exception>
    public void Fail(JobId job, Reason? reason = null)
    {
        reason ??= new Reason(ReasonCode.PodFailed, "a pod failed, as the test wanted");
        if (JobStateMachine.Next(StateOf(job), JobEvent.Fail) is null)
            Move(job, reason, JobEvent.Drain);
        Move(job, reason, JobEvent.Fail);
    }

    /// <summary>Moves a job by events of one's own choice, as <see cref="JobStateMachine"/> has them.</summary>
    /// <param name="job">Namespace and name.</param>
    /// <param name="reason">Why; null for nothing to say.</param>
    /// <param name="events">What happens to it, in order.</param>
    /// <exception cref="JobNotFoundException">No such job.</exception>
    /// <exception cref="JobStateException">An event is refused in the state that the job is in; those before it have happened.</exception>
    public void Move(JobId job, Reason? reason, params IEnumerable<JobEvent> events)
    {
        lock (_lock)
            foreach (var happens in events)
                Apply(Find(job), happens, reason);
    }

    private JobState StateOf(JobId job)
    {
        lock (_lock)
            return Find(job).Status!.State;
    }

    private Job Apply(Job job, JobEvent happens, Reason? reason)
    {
        var status = job.Status!;
        var next = JobStateMachine.Next(status.State, happens)
            ?? throw new JobStateException($"Job {job.Id} is {status.State}: {happens} is not possible there.");
        var now = _clock.GetUtcNow();
        var moved = status with { State = next, Reason = reason, Since = now, Version = status.Version + 1 };
        if (happens == JobEvent.Commit)
            moved = moved with { Cluster = Cluster, Runs = status.Runs + 1, Attempt = $"{status.Seq}-{status.Runs + 1}" };
        if (happens == JobEvent.Run)
            moved = moved with { StartedAt = now };
        if (next.IsFinal())
            moved = moved with { FinishedAt = now };
        job = _jobs[job.Id] = job with { Status = moved };
        Note(job, status.State);
        return job;
    }
}

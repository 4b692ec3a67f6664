namespace Muster.Contracts;

/// <summary>A job's life, and the coordinator of its claims. Key: <see cref="JobId"/> as text.</summary>
[Alias("muster.job-grain")]
public interface IJobGrain : IGrainWithStringKey
{
    /// <summary>Accepts the job: it is in the ledger before this answers. Sending the same request again is safe.</summary>
    /// <exception cref="InvalidRequestException">The job is not well formed.</exception>
    /// <exception cref="QueueNotFoundException">Its queue is not known, or holds no jobs.</exception>
    /// <exception cref="UnsatisfiableJobException">It could never start.</exception>
    /// <exception cref="JobAlreadyExistsException">The name is taken.</exception>
    /// <exception cref="SubmissionConflictException">The token was used with another job.</exception>
    /// <exception cref="LedgerUnavailableException">The outcome is unknown: send it again.</exception>
    [Alias("submit")]
    Task<SubmitResult> Submit(SubmitRequest request);

    /// <summary>Judges a job as <see cref="Submit"/> does, and records nothing. Returns the job as it would be taken.</summary>
    /// <exception cref="InvalidRequestException">The job is not well formed.</exception>
    /// <exception cref="QueueNotFoundException">Its queue is not known, or holds no jobs.</exception>
    /// <exception cref="UnsatisfiableJobException">It could never start.</exception>
    /// <exception cref="JobAlreadyExistsException">The name is taken.</exception>
    [Alias("check"), AlwaysInterleave]
    Task<Job> Check(SubmitRequest request);

    /// <summary>The job as it stands.</summary>
    /// <exception cref="JobNotFoundException">No such job.</exception>
    [Alias("get"), AlwaysInterleave]
    Task<Job> Get();

    /// <summary>Why the job is where it is, and, while it waits, what it waits for.</summary>
    /// <exception cref="JobNotFoundException">No such job.</exception>
    [Alias("explain"), AlwaysInterleave]
    Task<Explanation> Explain();

    /// <summary>Asks for the job's end. Returns once that is recorded; what runs stops soon after.</summary>
    /// <param name="ifVersion">
    /// Only if the job still has this <see cref="JobStatus.Version"/>; null for any. Without it a repeat is safe. With it a
    /// repeat of what has taken effect may be refused, since that changed the version: read the job then.
    /// </param>
    /// <exception cref="JobNotFoundException">No such job.</exception>
    /// <exception cref="PreconditionFailedException">It has another version.</exception>
    [Alias("cancel")]
    Task<Job> Cancel(long? ifVersion = null);

    /// <summary>
    /// Sets the job aside. Returns once that is recorded: the job is suspended, or, if it has pods, draining until they have
    /// ended. One that is suspended, or on its way there, is answered as it stands.
    /// </summary>
    /// <param name="ifVersion">As for <see cref="Cancel"/>.</param>
    /// <exception cref="JobNotFoundException">No such job.</exception>
    /// <exception cref="JobStateException">It has ended, or is about to.</exception>
    /// <exception cref="PreconditionFailedException">It has another version.</exception>
    [Alias("suspend")]
    Task<Job> Suspend(long? ifVersion = null);

    /// <summary>
    /// Lets a suspended job wait again, with the age it had. One that was not suspended, or is resumed already, is answered as
    /// it stands.
    /// </summary>
    /// <param name="ifVersion">As for <see cref="Cancel"/>.</param>
    /// <exception cref="JobNotFoundException">No such job.</exception>
    /// <exception cref="JobStateException">It has ended or is about to, or its pods are still being stopped: ask again when it is suspended.</exception>
    /// <exception cref="PreconditionFailedException">It has another version.</exception>
    [Alias("resume")]
    Task<Job> Resume(long? ifVersion = null);

    /// <summary>Forgets a job that has ended, so that its name is free.</summary>
    /// <exception cref="JobNotFoundException">No such job.</exception>
    /// <exception cref="JobStateException">It has not ended.</exception>
    /// <exception cref="PreconditionFailedException">It has another version than <paramref name="ifVersion"/>.</exception>
    [Alias("delete")]
    Task Delete(long? ifVersion = null);

    /// <summary>A hint: look at the ledger and do what is due. May be lost, repeated or late.</summary>
    [Alias("nudge"), OneWay]
    Task Nudge();

    /// <summary>What the cluster shows of an attempt. May be lost, repeated or late.</summary>
    [Alias("observed"), OneWay]
    Task Observed(GangObservation observation);

    /// <summary>The heartbeats of the cluster have stopped, and the job may fail over if its policy says so. May be lost, repeated or late.</summary>
    [Alias("cluster-lost"), OneWay]
    Task ClusterLost(ClusterName cluster);
}

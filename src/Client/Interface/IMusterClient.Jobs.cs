using Muster.Contracts;

namespace Muster.Client;

public partial interface IMusterClient
{
    /// <summary>Submits a job. When this returns, the job is on record and will not be lost.</summary>
    /// <param name="job">The job.</param>
    /// <param name="options">Its token, or a dry run.</param>
    /// <param name="cancellationToken">Stops waiting; the outcome is then unknown.</param>
    /// <returns>A handle to the job, with the token it was sent with.</returns>
    /// <exception cref="InvalidRequestException">The job is not well formed.</exception>
    /// <exception cref="QueueNotFoundException">Its queue is not known, or holds no jobs.</exception>
    /// <exception cref="UnsatisfiableJobException">It could never start.</exception>
    /// <exception cref="JobAlreadyExistsException">The name is taken.</exception>
    /// <exception cref="SubmissionConflictException">The token was used with another job.</exception>
    /// <exception cref="OverloadedException">The queue is full.</exception>
    /// <exception cref="ForbiddenException">The credential may not submit to that queue or namespace.</exception>
    /// <exception cref="OutcomeUnknownException">It may have been accepted; send it again with the token that the error carries.</exception>
    /// <exception cref="UnreachableException">No silo answered, and it was not accepted.</exception>
    Task<JobHandle> SubmitAsync(Job job, SubmitOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Submits many jobs with few requests. Each is accepted or refused by itself. Requests are sent one after the other,
    /// as their outcomes are read.
    /// </summary>
    /// <param name="submissions">The jobs; read as they are sent.</param>
    /// <param name="options">How they are sent.</param>
    /// <param name="cancellationToken">Stops waiting; the outcome of the request under way is then unknown.</param>
    /// <returns>What became of each, in order. What goes wrong with one job, or with the request that held it, is in its outcome.</returns>
    /// <exception cref="InvalidRequestException">A job is larger than one request may be.</exception>
    IAsyncEnumerable<SubmitOutcome> SubmitBatchAsync(IEnumerable<JobSubmission> submissions, BatchOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>A handle to a job of that name; nothing is sent, and the job need not exist.</summary>
    /// <param name="job">Namespace and name.</param>
    JobHandle GetJobHandle(JobId job);

    /// <summary>The job as it stands.</summary>
    /// <param name="job">Namespace and name.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="JobNotFoundException">No such job, or none that the credential may see.</exception>
    /// <exception cref="UnreachableException">No silo answered.</exception>
    Task<Job> GetJobAsync(JobId job, CancellationToken cancellationToken = default);

    /// <summary>Jobs, in the order in which they were accepted. Pages are fetched as they are needed.</summary>
    /// <param name="options">Which ones; null for all.</param>
    /// <param name="cancellationToken">Ends the list.</param>
    /// <exception cref="InvalidRequestException">A selector cannot be read.</exception>
    /// <exception cref="UnreachableException">No silo answered.</exception>
    IAsyncEnumerable<Job> ListJobsAsync(JobListOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Asks for the job's end. Returns once that is on record; what runs stops soon after. A job that has ended stays as it is.</summary>
    /// <param name="job">Namespace and name.</param>
    /// <param name="options">The version that it must still have.</param>
    /// <param name="cancellationToken">Stops waiting; the outcome is then unknown.</param>
    /// <returns>The job as it then stands.</returns>
    /// <exception cref="JobNotFoundException">No such job, or none that the credential may see.</exception>
    /// <exception cref="PreconditionFailedException">It has another version than the options say.</exception>
    /// <exception cref="ForbiddenException">The credential may not manage it.</exception>
    /// <exception cref="OutcomeUnknownException">It may have been asked for.</exception>
    /// <exception cref="UnreachableException">No silo answered, and nothing was asked for.</exception>
    Task<Job> CancelJobAsync(JobId job, WriteOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Takes the job from its queue, or stops what runs of it, until it is resumed. No retry is charged.</summary>
    /// <inheritdoc cref="CancelJobAsync" path="/param|/returns|/exception"/>
    /// <exception cref="JobStateException">It has ended, or is ending.</exception>
    Task<Job> SuspendJobAsync(JobId job, WriteOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Puts a suspended job back into its queue, at the place that its age gives it.</summary>
    /// <inheritdoc cref="CancelJobAsync" path="/param|/returns|/exception"/>
    /// <exception cref="JobStateException">It is not suspended.</exception>
    Task<Job> ResumeJobAsync(JobId job, WriteOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Forgets a job that has ended, so that its name is free.</summary>
    /// <param name="job">Namespace and name.</param>
    /// <param name="options">The version that it must still have.</param>
    /// <param name="cancellationToken">Stops waiting; the outcome is then unknown.</param>
    /// <exception cref="JobNotFoundException">No such job, or none that the credential may see.</exception>
    /// <exception cref="JobStateException">It has not ended.</exception>
    /// <exception cref="PreconditionFailedException">It has another version than the options say.</exception>
    /// <exception cref="ForbiddenException">The credential may not manage it.</exception>
    /// <exception cref="OutcomeUnknownException">It may have been removed.</exception>
    /// <exception cref="UnreachableException">No silo answered, and it was not removed.</exception>
    Task DeleteJobAsync(JobId job, WriteOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Why the job is where it is.</summary>
    /// <param name="job">Namespace and name.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="JobNotFoundException">No such job, or none that the credential may see.</exception>
    /// <exception cref="UnreachableException">No silo answered.</exception>
    Task<Explanation> ExplainJobAsync(JobId job, CancellationToken cancellationToken = default);

    /// <summary>What the pods of the job's attempt have written, line by line. A connection that breaks is not opened again.</summary>
    /// <param name="job">Namespace and name.</param>
    /// <param name="options">Which pods and lines.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="JobNotFoundException">No such job, or none that the credential may see.</exception>
    /// <exception cref="PodNotFoundException">The job's attempt has no such pod.</exception>
    /// <exception cref="LogsUnavailableException">The job's cluster gives no logs.</exception>
    /// <exception cref="UnreachableException">No silo answered, or the connection broke.</exception>
    IAsyncEnumerable<string> ReadJobLogAsync(JobId job, LogOptions? options = null, CancellationToken cancellationToken = default);
}

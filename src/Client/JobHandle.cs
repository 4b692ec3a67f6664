using Muster.Contracts;

namespace Muster.Client;

/// <summary>A job that calls can be made about. It holds no connection, and its facts are those of the moment it was made.</summary>
/// <param name="client">What makes the calls.</param>
/// <param name="id">Namespace and name.</param>
public sealed class JobHandle(IMusterClient client, JobId id)
{
    /// <summary>Namespace and name.</summary>
    public JobId Id => id;

    /// <summary>The token that the job was submitted with: sending the same job with it again is safe. Null when this handle is not of a submission.</summary>
    public string? Token { get; init; }

    /// <summary>True when the submission made the job; false when the same token had made it before, for a dry run, and for handles that are of no submission.</summary>
    public bool Created { get; init; }

    /// <summary>The job as the silo answered the submission; null when this handle is not of a submission.</summary>
    public Job? Job { get; init; }

    internal TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <inheritdoc cref="IMusterClient.GetJobAsync"/>
    public Task<Job> GetAsync(CancellationToken cancellationToken = default) => client.GetJobAsync(id, cancellationToken);

    /// <summary>Waits until the job has ended, or has come into a state that is looked for, and returns it as it then stands.</summary>
    /// <param name="options">What to wait for, for how long, and who is told meanwhile; null to wait for its end.</param>
    /// <param name="cancellationToken">Stops waiting; the job goes on.</param>
    /// <returns>The job, which may have failed: look at its status.</returns>
    /// <exception cref="JobNotFoundException">No such job, or it was deleted meanwhile.</exception>
    /// <exception cref="WaitTimeoutException">The time is over.</exception>
    /// <exception cref="UnreachableException">No silo answered.</exception>
    public Task<Job> WaitForCompletionAsync(WaitOptions? options = null, CancellationToken cancellationToken = default) =>
        new JobWait(client, id, options ?? new WaitOptions(), Clock).RunAsync(cancellationToken);

    /// <inheritdoc cref="IMusterClient.CancelJobAsync"/>
    public Task<Job> CancelAsync(WriteOptions? options = null, CancellationToken cancellationToken = default) => client.CancelJobAsync(id, options, cancellationToken);

    /// <inheritdoc cref="IMusterClient.SuspendJobAsync"/>
    public Task<Job> SuspendAsync(WriteOptions? options = null, CancellationToken cancellationToken = default) => client.SuspendJobAsync(id, options, cancellationToken);

    /// <inheritdoc cref="IMusterClient.ResumeJobAsync"/>
    public Task<Job> ResumeAsync(WriteOptions? options = null, CancellationToken cancellationToken = default) => client.ResumeJobAsync(id, options, cancellationToken);

    /// <inheritdoc cref="IMusterClient.DeleteJobAsync"/>
    public Task DeleteAsync(WriteOptions? options = null, CancellationToken cancellationToken = default) => client.DeleteJobAsync(id, options, cancellationToken);

    /// <inheritdoc cref="IMusterClient.ExplainJobAsync"/>
    public Task<Explanation> ExplainAsync(CancellationToken cancellationToken = default) => client.ExplainJobAsync(id, cancellationToken);

    /// <summary>What happens to this job, each entry once and in order, until cancelled; by default from the beginning that the log still has.</summary>
    /// <param name="options">From where, and what happens when entries are lost; its job is this one.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <exception cref="WatchExpiredException">The log no longer has what comes next; see <see cref="WatchOptions.SkipLost"/>.</exception>
    public IAsyncEnumerable<JobChange> WatchAsync(WatchOptions? options = null, CancellationToken cancellationToken = default) =>
        client.WatchAsync((options ?? new WatchOptions { After = 0 }) with { Job = id }, cancellationToken);

    /// <inheritdoc cref="IMusterClient.ReadJobLogAsync"/>
    public IAsyncEnumerable<string> ReadLogAsync(LogOptions? options = null, CancellationToken cancellationToken = default) => client.ReadJobLogAsync(id, options, cancellationToken);

    /// <inheritdoc/>
    public override string ToString() => id.ToString();
}

using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using Muster.Contracts;

namespace Muster.Client;

/// <summary>
/// Talks to Muster. Every call may throw a <see cref="MusterException"/>: the type that the silo threw, or
/// <see cref="UnreachableException"/> when none answered. Calls that are safe to repeat are repeated, and that is all of
/// them: a submission carries a token by which Muster knows it again.
/// </summary>
public sealed class MusterClient : IDisposable
{
    private const int PageSize = 500;

    private readonly ApiConnection _connection;

    /// <summary>Makes a client; nothing is sent yet.</summary>
    /// <param name="options">How to reach Muster; default: the silo on this machine.</param>
    /// <param name="handler">What sends the requests, for tests and proxies; it is not disposed of.</param>
    public MusterClient(MusterClientOptions? options = null, HttpMessageHandler? handler = null) =>
        _connection = new ApiConnection(options ?? new MusterClientOptions(), handler);

    /// <summary>Submits a job. When this returns, the job is on record and will not be lost.</summary>
    /// <param name="job">The job.</param>
    /// <param name="token">Makes sending again safe: the same token and job are accepted once. Made up when absent.</param>
    /// <param name="cancellationToken">Stops waiting; the outcome is then unknown.</param>
    /// <returns>The job with its uid and status.</returns>
    /// <exception cref="InvalidRequestException">The job is not well formed.</exception>
    /// <exception cref="QueueNotFoundException">Its queue is not known, or holds no jobs.</exception>
    /// <exception cref="UnsatisfiableJobException">It could never start.</exception>
    /// <exception cref="JobAlreadyExistsException">The name is taken.</exception>
    /// <exception cref="SubmissionConflictException">The token was used with another job.</exception>
    /// <exception cref="OverloadedException">The queue is full.</exception>
    public Task<Job> SubmitAsync(Job job, string? token = null, CancellationToken cancellationToken = default)
    {
        token ??= Guid.NewGuid().ToString("N");
        return _connection.SendAsync(
            () =>
            {
                var request = new HttpRequestMessage(HttpMethod.Post, "v1/jobs") { Content = ApiConnection.Json(job, MusterJson.Default.Job) };
                request.Headers.Add("Idempotency-Key", token);
                return request;
            },
            OutsideJson.Answer<Job>(), new CallSubject(job.Id, job.Spec.Queue, token), cancellationToken);
    }

    /// <summary>The job as it stands.</summary>
    /// <exception cref="JobNotFoundException">No such job.</exception>
    public Task<Job> GetAsync(JobId job, CancellationToken cancellationToken = default) =>
        _connection.SendAsync(() => new HttpRequestMessage(HttpMethod.Get, PathOf(job)), OutsideJson.Answer<Job>(), new CallSubject(job), cancellationToken);

    /// <summary>Jobs, in the order in which they were accepted. Pages are fetched as they are needed.</summary>
    public async IAsyncEnumerable<Job> ListAsync(JobFilter? filter = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var query = QueryOf(filter ?? JobFilter.All);
        for (long? after = 0; after is not null;)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"v1/jobs?after={after}&limit={PageSize}{query}");
            var page = await _connection.SendAsync(() => new HttpRequestMessage(HttpMethod.Get, path),
                OutsideJson.Answer<JobPage>(), new CallSubject(Queue: filter?.Queue ?? ""), cancellationToken);
            foreach (var job in page.Items)
                yield return job;
            after = page.Next > after ? page.Next : null;
        }
    }

    /// <summary>Asks for the job's end. Returns once that is on record; what runs stops soon after.</summary>
    /// <exception cref="JobNotFoundException">No such job.</exception>
    public Task<Job> CancelAsync(JobId job, CancellationToken cancellationToken = default) =>
        _connection.SendAsync(() => new HttpRequestMessage(HttpMethod.Post, PathOf(job) + "/cancel"), OutsideJson.Answer<Job>(), new CallSubject(job), cancellationToken);

    /// <summary>Forgets a job that has ended, so that its name is free.</summary>
    /// <exception cref="JobNotFoundException">No such job; also when an earlier try of this call had removed it.</exception>
    /// <exception cref="JobStateException">It has not ended.</exception>
    public Task DeleteAsync(JobId job, CancellationToken cancellationToken = default) =>
        _connection.SendAsync(() => new HttpRequestMessage(HttpMethod.Delete, PathOf(job)), OutsideJson.Answer<Job>(), new CallSubject(job), cancellationToken);

    /// <summary>Why the job is where it is.</summary>
    /// <exception cref="JobNotFoundException">No such job.</exception>
    public Task<Explanation> ExplainAsync(JobId job, CancellationToken cancellationToken = default) =>
        _connection.SendAsync(() => new HttpRequestMessage(HttpMethod.Get, PathOf(job) + "/explanation"), OutsideJson.Answer<Explanation>(), new CallSubject(job), cancellationToken);

    /// <summary>
    /// What happens to jobs, each entry once and in order, until cancelled. Connections that break are opened again
    /// where they ended.
    /// </summary>
    /// <param name="after">Sequence to begin after; 0 for all that the log still has.</param>
    /// <param name="job">Only this job; null for every job.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <exception cref="WatchExpiredException">The log no longer has what comes after that sequence.</exception>
    public IAsyncEnumerable<JobChange> WatchAsync(long after = 0, JobId? job = null, CancellationToken cancellationToken = default) =>
        new ChangeStream(_connection, job, after).ReadAsync(cancellationToken);

    /// <summary>A page of the event log, and where the log ends.</summary>
    /// <param name="after">Sequence to begin after.</param>
    /// <param name="job">Only this job; null for every job.</param>
    /// <param name="limit">Most entries, up to 1,000.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<ChangePage> GetChangesAsync(long after = 0, JobId? job = null, int limit = 1000, CancellationToken cancellationToken = default)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"v1/events?after={after}&limit={limit}{Parameter("job", job?.ToString())}");
        return _connection.SendAsync(() => new HttpRequestMessage(HttpMethod.Get, path), OutsideJson.Answer<ChangePage>(), new CallSubject(job ?? default), cancellationToken);
    }

    /// <summary>Waits until a job has ended, and returns it as it then stands.</summary>
    /// <param name="job">The job.</param>
    /// <param name="progress">Told of every change on the way.</param>
    /// <param name="cancellationToken">Stops waiting; the job goes on.</param>
    /// <exception cref="JobNotFoundException">No such job, or it was deleted meanwhile.</exception>
    public Task<Job> WaitForCompletionAsync(JobId job, IProgress<JobChange>? progress = null, CancellationToken cancellationToken = default) =>
        WaitForAsync(job, JobStateMachine.IsFinal, progress, cancellationToken);

    /// <summary>Waits until a job comes into a state that is looked for, or has ended; returns it as it then stands.</summary>
    /// <param name="job">The job.</param>
    /// <param name="until">True for the states that are looked for.</param>
    /// <param name="progress">Told of every change on the way.</param>
    /// <param name="cancellationToken">Stops waiting; the job goes on.</param>
    /// <exception cref="JobNotFoundException">No such job, or it was deleted meanwhile.</exception>
    public Task<Job> WaitForAsync(JobId job, Func<JobState, bool> until, IProgress<JobChange>? progress = null, CancellationToken cancellationToken = default) =>
        new JobWait(this, job, until, progress).RunAsync(cancellationToken);

    /// <summary>Every queue.</summary>
    public async Task<ImmutableArray<QueueSnapshot>> ListQueuesAsync(CancellationToken cancellationToken = default) =>
        (await _connection.SendAsync(() => new HttpRequestMessage(HttpMethod.Get, "v1/queues"), OutsideJson.Answer<QueuePage>(), CallSubject.None, cancellationToken)).Items;

    /// <summary>Every cluster.</summary>
    public async Task<ImmutableArray<ClusterSnapshot>> ListClustersAsync(CancellationToken cancellationToken = default) =>
        (await _connection.SendAsync(() => new HttpRequestMessage(HttpMethod.Get, "v1/clusters"), OutsideJson.Answer<ClusterPage>(), CallSubject.None, cancellationToken)).Items;

    /// <summary>What serves the API.</summary>
    public Task<ServerVersion> GetVersionAsync(CancellationToken cancellationToken = default) =>
        _connection.SendAsync(() => new HttpRequestMessage(HttpMethod.Get, "v1/version"), OutsideJson.Answer<ServerVersion>(), CallSubject.None, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private static string PathOf(JobId job) => $"v1/namespaces/{Uri.EscapeDataString(job.Namespace)}/jobs/{Uri.EscapeDataString(job.Name)}";

    private static string QueryOf(JobFilter filter) =>
        string.Concat(Parameter("namespace", filter.Namespace), Parameter("queue", filter.Queue), Parameter("state", filter.State?.ToString()));

    private static string Parameter(string name, string? value) => value is null ? "" : $"&{name}={Uri.EscapeDataString(value)}";
}

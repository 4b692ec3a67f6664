using System.Net;
using System.Runtime.CompilerServices;
using Muster.Contracts;

namespace Muster.Client;

public sealed partial class MusterClient
{
    /// <inheritdoc/>
    public async Task<JobHandle> SubmitAsync(Job job, SubmitOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(job);
        var token = SubmissionToken.OrNew(options?.Token);
        var dryRun = options?.DryRun == true;
        var request = ApiRequest.Post(dryRun ? "v1/jobs?dryRun=true" : "v1/jobs", new CallSubject(job.Id, job.Spec.Queue))
            .WithBody(job, MusterJson.Default.Job) with { Token = token, Options = options, Effect = dryRun ? Effect.Read : Effect.Repeatable };
        LogSubmitting(_logger, job.Id, token);
        var (accepted, status) = await _connection.SendAsync(request, OutsideJson.Answer<Job>(), cancellationToken);
        var created = status == HttpStatusCode.Created;
        if (!dryRun)
            LogSubmitted(_logger, job.Id, token, created);
        return Handle(job.Id, token, created, accepted);
    }

    /// <inheritdoc/>
    public JobHandle GetJobHandle(JobId job) => Handle(job);

    /// <inheritdoc/>
    public Task<Job> GetJobAsync(JobId job, CancellationToken cancellationToken = default) => GetAsync<Job>(PathOf(job), new CallSubject(job), cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<Job> ListJobsAsync(JobListOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        options ??= new JobListOptions();
        for (long? after = options.NewestFirst ? long.MaxValue : 0; after is not null;)
        {
            var request = ApiRequest.Get(JobQueryText.Of(options, after.Value), new CallSubject(Queue: options.Queue ?? "")) with { Options = options };
            var page = await SendAsync<JobPage>(request, cancellationToken);
            foreach (var job in page.Items)
                yield return job;
            // A silo that sends the reader round in circles is not followed.
            after = (options.NewestFirst ? page.Next < after : page.Next > after) ? page.Next : null;
        }
    }

    /// <inheritdoc/>
    public Task<Job> CancelJobAsync(JobId job, WriteOptions? options = null, CancellationToken cancellationToken = default) => ChangeAsync(job, "/cancel", options, cancellationToken);

    /// <inheritdoc/>
    public Task<Job> SuspendJobAsync(JobId job, WriteOptions? options = null, CancellationToken cancellationToken = default) => ChangeAsync(job, "/suspend", options, cancellationToken);

    /// <inheritdoc/>
    public Task<Job> ResumeJobAsync(JobId job, WriteOptions? options = null, CancellationToken cancellationToken = default) => ChangeAsync(job, "/resume", options, cancellationToken);

    /// <inheritdoc/>
    public Task DeleteJobAsync(JobId job, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        SendAsync<Job>(ApiRequest.Write(HttpMethod.Delete, PathOf(job), new CallSubject(job), options), cancellationToken);

    /// <inheritdoc/>
    public Task<Explanation> ExplainJobAsync(JobId job, CancellationToken cancellationToken = default) =>
        GetAsync<Explanation>(PathOf(job) + "/explanation", new CallSubject(job), cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ReadJobLogAsync(JobId job, LogOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var path = new QueryText(PathOf(job) + "/logs").Add("pod", options?.Pod).Add("tailLines", options?.TailLines).Add("follow", options?.Follow == true ? "true" : null);
        var request = ApiRequest.Get(path.ToString(), new CallSubject(job)) with { Accept = "text/plain", Options = options };
        using var response = await _connection.OpenRepeatedlyAsync(request, cancellationToken);
        await foreach (var line in LogLines.ReadAsync(response, cancellationToken))
            yield return line;
    }

    private Task<Job> ChangeAsync(JobId job, string what, WriteOptions? options, CancellationToken cancellationToken) =>
        SendAsync<Job>(ApiRequest.Write(HttpMethod.Post, PathOf(job) + what, new CallSubject(job), options), cancellationToken);

    private JobHandle Handle(JobId id, string? token = null, bool created = false, Job? job = null) =>
        new(this, id) { Token = token, Created = created, Job = job, Clock = _connection.Clock };

    private static string PathOf(JobId job) => $"v1/namespaces/{Escape(job.Namespace)}/jobs/{Escape(job.Name)}";
}

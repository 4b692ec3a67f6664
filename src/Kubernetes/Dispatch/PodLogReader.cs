using System.Net;
using System.Runtime.CompilerServices;
using Muster.Contracts;

namespace Muster.Kubernetes;

/// <summary>Reads the log of a pod of a gang from its node, through the API server.</summary>
internal sealed class PodLogReader(ClusterName cluster, IApiServer server, GatewayOptions options, TimeProvider time)
{
    /// <exception cref="PodNotFoundException">There is no such pod of the attempt.</exception>
    /// <exception cref="LogsUnavailableException">Its node does not give the log.</exception>
    public async IAsyncEnumerable<string> ReadAsync(
        JobId job, Attempt attempt, string pod, LogQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (query.TailLines < 0)
            throw new InvalidRequestException("tailLines", $"{query.TailLines} is below 0", "use 0 or more, or leave it out");
        await using var log = await OpenAsync(job, attempt, pod, query, cancellationToken);
        if (log is null)
            yield break;
        var lines = new LogLines(log);
        while (await NextAsync(lines, pod, cancellationToken) is { } line)
            yield return line;
    }

    // Null when there is nothing to read: it has not begun to run, and is not waited for or is gone before it does.
    private async Task<Stream?> OpenAsync(JobId job, Attempt attempt, string pod, LogQuery query, CancellationToken cancellationToken)
    {
        for (var found = await FindAsync(job, attempt, pod, cancellationToken); ; found = await FindAsync(job, attempt, pod, cancellationToken))
        {
            if (found is null)
                throw new PodNotFoundException($"Attempt {attempt} of {job} has no pod '{Names.Clip(pod)}' in cluster '{cluster}', or it was removed.");
            if (found.Node is not null && await TryOpenAsync(job, found, query, cancellationToken) is { } log)
                return log;
            if (!query.Follow || found.Gang!.Phase > PodPhase.Running)
                return null;
            await Task.Delay(options.LogPoll, time, cancellationToken);
        }
    }

    private async Task<ObservedPod?> FindAsync(JobId job, Attempt attempt, string pod, CancellationToken cancellationToken)
    {
        // A name that is no pod's is not asked for.
        if (!ObjectNames.IsName(pod))
            return null;
        try
        {
            var found = await server.GetAsync(ApiPaths.Pod(job.Namespace, pod), GatewayJson.Default.ObservedPod, cancellationToken);
            return found.Origin == options.Origin && found.Gang is { } gang && gang.Job == job && gang.Attempt == attempt ? found : null;
        }
        catch (ApiException refusal) when (refusal.IsNotFound)
        {
            return null;
        }
        catch (ApiException refusal)
        {
            throw Deletions.Unanswered(refusal, $"Pod '{job.Namespace}/{pod}'");
        }
    }

    // Null when its container has not begun yet. The API server has just answered, so what does not answer is the node.
    private async Task<Stream?> TryOpenAsync(JobId job, ObservedPod pod, LogQuery query, CancellationToken cancellationToken)
    {
        try
        {
            return await server.OpenAsync(ApiPaths.Log(job.Namespace, pod.Identity.Name, pod.Container, query), options.LogIdle, cancellationToken);
        }
        catch (ApiException refusal) when (refusal.Status == HttpStatusCode.BadRequest && pod.Gang!.Phase <= PodPhase.Bound)
        {
            return null;
        }
        catch (ApiException refusal)
        {
            throw refusal.IsNotFound
                ? new PodNotFoundException($"The log of pod '{Names.Clip(pod.Identity.Name)}' in cluster '{cluster}' is gone: {refusal.Message}")
                : new LogsUnavailableException($"Cluster '{cluster}' does not give the log of pod '{Names.Clip(pod.Identity.Name)}': {refusal.Message}");
        }
        catch (ClusterUnreachableException problem)
        {
            throw new LogsUnavailableException($"Node '{pod.Node}' of cluster '{cluster}' does not give the log of pod '{Names.Clip(pod.Identity.Name)}': {problem.Message}");
        }
    }

    private async Task<string?> NextAsync(LogLines lines, string pod, CancellationToken cancellationToken)
    {
        try
        {
            return await lines.NextAsync(cancellationToken);
        }
        catch (IOException problem)
        {
            throw new ClusterUnreachableException($"The log of pod '{Names.Clip(pod)}' in cluster '{cluster}' broke off: {problem.Message}", problem);
        }
    }
}

using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Kubernetes;

/// <summary>Reads the pods of one attempt: consistent, whole or not at all, and from the cluster that is meant.</summary>
internal sealed class PodLister(IApiServer server, ClusterIdentity identity, Func<GatewayFeed?> feed, GatewayOptions options)
{
    private const int MaxTries = 3;

    /// <summary>Every pod of the attempt that is there, also those whose node is gone.</summary>
    public async Task<ImmutableArray<ObservedPod>> ListAsync(JobId job, Attempt attempt, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
            try
            {
                return await ReadPagesAsync(job, attempt, cancellationToken);
            }
            catch (ApiException refusal) when (refusal.IsExpired && tries < MaxTries)
            {
                // The pages that were read are of another moment than the rest would be: from the beginning.
            }
            catch (ApiException refusal)
            {
                throw Deletions.Unanswered(refusal, $"Pods of {job}");
            }
    }

    /// <summary>The pods that exist or may run: evidence. A pod whose node the cluster has no more does neither.</summary>
    public async Task<ImmutableArray<PodObservation>> ListEvidenceAsync(JobId job, Attempt attempt, CancellationToken cancellationToken)
    {
        var pods = await ListAsync(job, attempt, cancellationToken);
        var gone = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in feed()?.Missing(pods.Where(static p => p.Node is not null).Select(static p => p.Node!)) ?? [])
            if (await IsGoneAsync(node, cancellationToken))
                gone.Add(node);
        await identity.ProbeAsync(cancellationToken);
        return [.. pods.Select(static p => p.Gang!).Where(p => p.Node is null || !gone.Contains(p.Node))];
    }

    private async Task<ImmutableArray<ObservedPod>> ReadPagesAsync(JobId job, Attempt attempt, CancellationToken cancellationToken)
    {
        var pods = ImmutableArray.CreateBuilder<ObservedPod>();
        var next = "";
        do
        {
            var page = await server.GetAsync(ApiPaths.PodsOf(options.Origin, job, attempt, options.PageSize, next), GatewayJson.Default.PodPage, cancellationToken);
            pods.AddRange((page.Items ?? []).Where(p => p.Gang is { } gang && gang.Job == job && gang.Attempt == attempt));
            next = page.Metadata.Continue ?? "";
        }
        while (next.Length > 0);
        return pods.ToImmutable();
    }

    private async Task<bool> IsGoneAsync(string node, CancellationToken cancellationToken)
    {
        try
        {
            return await MissingNodes.IsGoneAsync(server, node, cancellationToken);
        }
        catch (ApiException)
        {
            return false;
        }
    }
}

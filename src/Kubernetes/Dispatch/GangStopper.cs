using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Kubernetes;

/// <summary>Ends attempts, and removes what is left of them.</summary>
internal sealed class GangStopper(IApiServer server, Anchors anchors, PodLister lister, KnownPods known, GatewayOptions options)
{
    /// <summary>Lets no more pods of it live, then asks those that there are to stop, in their own time. One that has ended stays, with its log.</summary>
    public async Task StopAsync(JobId job, Attempt attempt, CancellationToken cancellationToken)
    {
        known.Remove(job, attempt);
        await anchors.StopAsync(job, attempt, cancellationToken);
        var pods = await lister.ListAsync(job, attempt, cancellationToken);
        await DeleteAsync([.. pods.Where(static p => !HasEnded(p) && !p.Gang!.Terminating)], cancellationToken);
    }

    /// <summary>
    /// Removes an attempt whose pods have all ended, or went with their node, by its anchor: the cluster collects what that owns. As long as one of them runs,
    /// the anchor stays, since deleting it would end the pod.
    /// </summary>
    public async Task CleanUpAsync(JobId job, Attempt attempt, CancellationToken cancellationToken)
    {
        known.Remove(job, attempt);
        var pods = await lister.ListAsync(job, attempt, cancellationToken);
        // Their own deletion only where the anchor's does not do it: that is one request for all of them.
        if (!await AreOverAsync(job, attempt, pods, cancellationToken) || !await anchors.TryDeleteAsync(job, attempt, cancellationToken))
            await DeleteAsync([.. pods.Where(HasEnded)], cancellationToken);
    }

    // What was on a node that is gone does not run, though its object may stay for a while.
    private async Task<bool> AreOverAsync(JobId job, Attempt attempt, ImmutableArray<ObservedPod> pods, CancellationToken cancellationToken) =>
        pods.All(HasEnded) || (await lister.ListEvidenceAsync(job, attempt, cancellationToken)).All(static p => p.HasEnded);

    private Task DeleteAsync(ObservedPod[] pods, CancellationToken cancellationToken) =>
        FanOut.RunAsync(pods.Length, options.Parallelism, (i, token) =>
        {
            var (podNamespace, name, uid, _) = pods[i].Identity;
            return Deletions.DeleteAsync(server, ApiPaths.Pod(podNamespace, name), uid, $"Pod '{podNamespace}/{name}'", token);
        }, cancellationToken);

    private static bool HasEnded(ObservedPod pod) => pod.Gang!.Phase is PodPhase.Succeeded or PodPhase.Failed or PodPhase.Rejected;
}

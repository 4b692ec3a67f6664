using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Kubernetes;

/// <summary>Creates the objects of an attempt: the anchor first, which owns the others; the pods side by side, unbound.</summary>
internal sealed class GangCreator(IApiServer server, Anchors anchors, GangManifests manifests, KnownPods known, GatewayOptions options)
{
    /// <exception cref="BindingRefusedException">The cluster will not have the gang as it is.</exception>
    /// <exception cref="InvalidRequestException">The cluster says that a pod is wrong.</exception>
    public async Task<ImmutableArray<PodObservation>> CreateAsync(GangPlan plan, CancellationToken cancellationToken)
    {
        using var bodies = new PodManifests(manifests, plan);
        var planned = plan.Pods.Select(static p => p.PodSet).DistinctBy(static s => s.Name)
            .ToDictionary(static s => s.Name, static s => PodTemplateReader.Read(s.Template, $"podSets.{s.Name}.template").Requests, StringComparer.Ordinal);
        var anchor = await anchors.OpenAsync(plan, cancellationToken);
        if (plan.StableNames)
            await CreateServiceAsync(plan, anchor, cancellationToken);
        var made = new ObservedPod?[plan.Pods.Length];
        await FanOut.RunAsync(made.Length, options.Parallelism, async (rank, token) =>
        {
            var pod = plan.Pods[rank];
            var (item, isNew) = await Refusals.CreateOrReadAsync(
                server, ApiPaths.PodsOf(plan.Job.Namespace), ApiPaths.Pod(plan.Job.Namespace, pod.Name), bodies.Pod(rank, anchor),
                GatewayJson.Default.ObservedPod, Name(plan, pod), token);
            CreatedPodCheck.Require(plan, pod, item, anchor, options.Origin, planned[pod.PodSet.Name], isNew);
            made[rank] = item;
        }, cancellationToken);
        // Of pods that came after a stop had looked none is ever bound: the record is read once more before. They are found by
        // whoever stops, or collected with their anchor.
        ImmutableArray<PodObservation> pods = [.. made.Select(static p => p!.Gang!)];
        known.Add(plan.Job, plan.Attempt, pods);
        return pods;
    }

    private async Task CreateServiceAsync(GangPlan plan, string anchor, CancellationToken cancellationToken)
    {
        var what = $"Service '{plan.Job.Namespace}/{ObjectNames.Service(plan.Job, plan.Attempt)}'";
        var (service, isNew) = await Refusals.CreateOrReadAsync(
            server, ApiPaths.ServicesOf(plan.Job.Namespace), ApiPaths.Service(plan.Job, plan.Attempt), manifests.Service(plan, anchor),
            GatewayJson.Default.PlainObject, what, cancellationToken);
        if (!isNew && service.Metadata.OwnerReferences?.Any(o => o.Uid == anchor) != true)
            throw new BindingRefusedException($"{what} exists and is not this attempt's; rename it, or the job.");
    }

    private static string Name(GangPlan plan, PodPlan pod) => $"Pod '{plan.Job.Namespace}/{pod.Name}'";
}

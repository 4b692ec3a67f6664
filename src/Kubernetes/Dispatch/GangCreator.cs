using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Kubernetes;

/// <summary>Creates the objects of an attempt: the anchor first, which owns the others; the pods side by side, unbound.</summary>
internal sealed class GangCreator(IApiServer server, Anchors anchors, GangManifests manifests, KnownPods known, GatewayOptions options)
{
    /// <exception cref="BindingRefusedException">The cluster will not have the gang as it is.</exception>
    public async Task<ImmutableArray<PodObservation>> CreateAsync(GangPlan plan, CancellationToken cancellationToken)
    {
        using var pods = new PodManifests(manifests, plan);
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
                server, ApiPaths.PodsOf(plan.Job.Namespace), ApiPaths.Pod(plan.Job.Namespace, pod.Name), pods.Pod(rank, anchor),
                GatewayJson.Default.ObservedPod, Name(plan, pod), token);
            CreatedPodCheck.Require(plan, pod, item, anchor, options.Origin, planned[pod.PodSet.Name], isNew);
            made[rank] = item;
        }, cancellationToken);
        // A stop that came meanwhile has listed the pods that there were, not those that came after.
        if (!await anchors.IsOpenAsync(plan, anchor, cancellationToken))
        {
            await DeleteAsync(plan, made, cancellationToken);
            throw new BindingRefusedException($"Attempt {plan.Attempt} of {plan.Job} was stopped while it was created.");
        }
        foreach (var pod in made)
            known.Add(pod!.Gang!);
        return [.. made.Select(static p => p!.Gang!)];
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

    private Task DeleteAsync(GangPlan plan, ObservedPod?[] pods, CancellationToken cancellationToken) =>
        FanOut.RunAsync(pods.Length, options.Parallelism, (rank, token) => Deletions.DeleteAsync(
            server, ApiPaths.Pod(plan.Job.Namespace, plan.Pods[rank].Name), pods[rank]!.Identity.Uid, Name(plan, plan.Pods[rank]), token), cancellationToken);

    private static string Name(GangPlan plan, PodPlan pod) => $"Pod '{plan.Job.Namespace}/{pod.Name}'";
}

using System.Collections.Immutable;
using System.Net;
using Muster.Contracts;

namespace Muster.Kubernetes;

/// <summary>Binds the pods of a gang, side by side, after every one of them was checked.</summary>
/// <remarks>Servers before 1.21 ignore the uid in a binding, so it is checked here against what is known of the pod.</remarks>
internal sealed class GangBinder(IApiServer server, KnownPods known, Func<GatewayFeed?> feed, GatewayOptions options)
{
    private const int MaxTries = 3;

    /// <exception cref="BindingRefusedException">A pod is gone, is another, is being stopped or is bound elsewhere; others may be bound.</exception>
    public async Task BindAsync(JobId job, Attempt attempt, ImmutableArray<PodBinding> bindings, CancellationToken cancellationToken)
    {
        var pods = new PodObservation[bindings.Length];
        await FanOut.RunAsync(bindings.Length, options.Parallelism, async (i, token) =>
        {
            pods[i] = Known(job, attempt, bindings[i]) ?? await ReadAsync(job, bindings[i].Name, token);
            Require(job, attempt, bindings[i], pods[i]);
        }, cancellationToken);
        await FanOut.RunAsync(bindings.Length, options.Parallelism, (i, token) =>
            pods[i].Node is null ? BindAsync(job, attempt, bindings[i], token) : Task.CompletedTask, cancellationToken);
        known.Remove(job, attempt);
    }

    private PodObservation? Known(JobId job, Attempt attempt, PodBinding binding)
    {
        if (known.Find(job, attempt, binding.Name) is { } created && created.Uid == binding.Uid)
            return created;
        return feed()?.Find(job.Namespace, binding.Name)?.Gang is { } seen && seen.Uid == binding.Uid ? seen : null;
    }

    private async Task BindAsync(JobId job, Attempt attempt, PodBinding binding, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
            if (await TryBindAsync(job, binding, cancellationToken) is not { } failure)
                break;
            else if (await IsBoundAsync(job, attempt, binding, cancellationToken))
                break;
            else if (failure is ClusterUnreachableException || tries == MaxTries)
                throw failure;
    }

    // Null when it is done; otherwise what can only be judged by looking at the pod.
    private async Task<MusterException?> TryBindAsync(JobId job, PodBinding binding, CancellationToken cancellationToken)
    {
        try
        {
            await server.CreateAsync(ApiPaths.Binding(job.Namespace, binding.Name), GangManifests.Binding(job.Namespace, binding), GatewayJson.Default.JsonElement, cancellationToken);
            return null;
        }
        catch (ApiException refusal) when (refusal.Status == HttpStatusCode.Conflict)
        {
            return Refusals.Of(refusal, Name(job, binding.Name));
        }
        catch (ApiException refusal)
        {
            throw refusal.IsNotFound ? Gone(job, binding.Name) : Refusals.Of(refusal, Name(job, binding.Name));
        }
        catch (ClusterUnreachableException unknown)
        {
            return unknown;
        }
    }

    private async Task<bool> IsBoundAsync(JobId job, Attempt attempt, PodBinding binding, CancellationToken cancellationToken)
    {
        var pod = await ReadAsync(job, binding.Name, cancellationToken);
        Require(job, attempt, binding, pod);
        return pod.Node is not null;
    }

    private async Task<PodObservation> ReadAsync(JobId job, string name, CancellationToken cancellationToken)
    {
        try
        {
            return (await server.GetAsync(ApiPaths.Pod(job.Namespace, name), GatewayJson.Default.ObservedPod, cancellationToken)).Gang
                ?? throw new BindingRefusedException($"{Name(job, name)} is not a gang's.");
        }
        catch (ApiException refusal)
        {
            throw refusal.IsNotFound ? Gone(job, name) : Refusals.Of(refusal, Name(job, name));
        }
    }

    private static void Require(JobId job, Attempt attempt, PodBinding binding, PodObservation pod)
    {
        if (pod.Uid != binding.Uid || pod.Job != job || pod.Attempt != attempt)
            throw new BindingRefusedException($"{Name(job, binding.Name)} is another one: its uid is {pod.Uid}, not {Names.Clip(binding.Uid)}, of attempt {pod.Attempt} of {pod.Job}.");
        if (pod.Terminating)
            throw new BindingRefusedException($"{Name(job, binding.Name)} is being deleted.");
        if (pod.Node is { } node && node != binding.Node)
            throw new BindingRefusedException($"{Name(job, binding.Name)} is already assigned to node '{node}'.");
    }

    private static BindingRefusedException Gone(JobId job, string name) => new($"{Name(job, name)} is gone.");

    private static string Name(JobId job, string name) => $"Pod '{job.Namespace}/{Names.Clip(name, Names.MaxSubdomainLength)}'";
}

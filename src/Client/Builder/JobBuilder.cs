using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Client;

/// <summary>
/// Builds a job in code, as a manifest would say it:
/// <c>JobBuilder.Create("train").InQueue("research").WithPodSet("worker", 4, pod => pod.Image("train:2").Gpus(8)).Build()</c>.
/// </summary>
public sealed class JobBuilder
{
    private readonly ImmutableArray<PodSet>.Builder _podSets = ImmutableArray.CreateBuilder<PodSet>();
    private JobMetadata _metadata;
    private JobSpec _spec = new();

    private JobBuilder(JobMetadata metadata) => _metadata = metadata;

    /// <summary>Begins a job.</summary>
    /// <param name="name">Its name: 1 to 63 lower-case letters, digits and '-'.</param>
    /// <param name="ns">Its namespace.</param>
    public static JobBuilder Create(string name, string ns = "default") => new(new JobMetadata { Name = name, Namespace = ns });

    /// <summary>Puts it into a queue; without this, into <c>default</c>.</summary>
    /// <param name="queue">Name of the queue.</param>
    public JobBuilder InQueue(string queue) => Spec(_spec with { Queue = queue });

    /// <summary>Sets its priority: larger goes first within the queue.</summary>
    /// <param name="priority">Up to 1,000,000,000, either sign.</param>
    public JobBuilder WithPriority(int priority) => Spec(_spec with { Priority = priority });

    /// <summary>Adds a label.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    public JobBuilder WithLabel(string key, string value) => Metadata(_metadata with { Labels = _metadata.Labels.SetItem(key, value) });

    /// <summary>Adds an annotation.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    public JobBuilder WithAnnotation(string key, string value) => Metadata(_metadata with { Annotations = _metadata.Annotations.SetItem(key, value) });

    /// <summary>Lets it run only on these clusters.</summary>
    /// <param name="clusters">Their names.</param>
    public JobBuilder OnClusters(params IEnumerable<string> clusters) =>
        Spec(_spec with { Clusters = _spec.Clusters with { Names = [.. _spec.Clusters.Names, .. clusters] } });

    /// <summary>Lets it run only on clusters with a label.</summary>
    /// <param name="label">The label's key.</param>
    /// <param name="value">The value that it must have.</param>
    public JobBuilder OnClustersWith(string label, string value) =>
        Spec(_spec with { Clusters = _spec.Clusters with { Selector = _spec.Clusters.Selector.SetItem(label, value) } });

    /// <summary>Holds it back until other jobs have succeeded.</summary>
    /// <param name="jobs">Each as <c>name</c>, of the same namespace, or <c>namespace/name</c>.</param>
    public JobBuilder After(params IEnumerable<string> jobs) => Spec(_spec with { DependsOn = [.. _spec.DependsOn, .. jobs] });

    /// <summary>Tries it again when it fails.</summary>
    /// <param name="limit">Further tries, 0 to 100.</param>
    public JobBuilder WithRetries(int limit) => Spec(_spec with { Retry = new RetrySpec { Limit = limit } });

    /// <summary>Says how long it is likely to run, which helps to plan.</summary>
    /// <param name="time">From start to end; whole seconds count.</param>
    public JobBuilder ExpectedToRun(TimeSpan time) => Spec(_spec with { Runtime = new RuntimeSpec { ExpectedSeconds = Seconds(time), MaxSeconds = _spec.Runtime.MaxSeconds } });

    /// <summary>Stops it, failed, when it runs longer.</summary>
    /// <param name="time">From start to end; whole seconds count.</param>
    public JobBuilder StopAfter(TimeSpan time) => Spec(_spec with { Runtime = new RuntimeSpec { ExpectedSeconds = _spec.Runtime.ExpectedSeconds, MaxSeconds = Seconds(time) } });

    /// <summary>Says what happens when its cluster is lost; without this, it waits for the cluster and never runs twice.</summary>
    /// <param name="policy">The policy.</param>
    public JobBuilder OnClusterLoss(FailoverPolicy policy) => Spec(_spec with { Failover = new FailoverSpec { Policy = policy } });

    /// <summary>Adds pods of one kind. All pods of a job start together, or none.</summary>
    /// <param name="name">Name within the job.</param>
    /// <param name="count">Pods wanted.</param>
    /// <param name="pod">Says what each pod is.</param>
    public JobBuilder WithPodSet(string name, int count, Action<PodBuilder> pod) => WithPodSet(name, count, minCount: null, pod);

    /// <summary>Adds pods of one kind, not all of which are needed to start.</summary>
    /// <param name="name">Name within the job.</param>
    /// <param name="count">Pods wanted.</param>
    /// <param name="minCount">Pods without which the job must not start; null for all.</param>
    /// <param name="pod">Says what each pod is.</param>
    public JobBuilder WithPodSet(string name, int count, int? minCount, Action<PodBuilder> pod)
    {
        ArgumentNullException.ThrowIfNull(pod);
        var builder = new PodBuilder(name);
        pod(builder);
        return WithPodSet(name, count, minCount, builder.Build());
    }

    /// <summary>Adds pods of one kind by a template of one's own.</summary>
    /// <param name="name">Name within the job.</param>
    /// <param name="count">Pods wanted.</param>
    /// <param name="minCount">Pods without which the job must not start; null for all.</param>
    /// <param name="template">A <c>v1.PodTemplateSpec</c>.</param>
    public JobBuilder WithPodSet(string name, int count, int? minCount, PodTemplate template)
    {
        _podSets.Add(new PodSet { Name = name, Count = count, MinCount = minCount, Template = template });
        return this;
    }

    /// <summary>The job.</summary>
    /// <exception cref="InvalidRequestException">It is not well formed; every fault is named by its field.</exception>
    public Job Build()
    {
        var job = new Job { Metadata = _metadata, Spec = _spec with { PodSets = _podSets.ToImmutable() } };
        var faults = JobValidator.Validate(job);
        return faults.IsEmpty ? job : throw new InvalidRequestException(faults);
    }

    private JobBuilder Spec(JobSpec spec)
    {
        _spec = spec;
        return this;
    }

    private JobBuilder Metadata(JobMetadata metadata)
    {
        _metadata = metadata;
        return this;
    }

    private static long Seconds(TimeSpan time) => (long)Math.Ceiling(time.TotalSeconds);
}

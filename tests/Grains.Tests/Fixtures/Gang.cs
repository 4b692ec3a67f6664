using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Muster.Contracts;

namespace Muster.Grains.Tests;

/// <summary>Makes jobs to submit.</summary>
internal static class Gang
{
    /// <summary>A job of so many equal pods.</summary>
    public static Job Of(
        string name, int pods = 1, string cpu = "1", string? duration = "50ms", int? min = null, string? exitCode = null, string? delay = null,
        string? gpu = null, params ReadOnlySpan<(string Key, string Value)> nodeSelector) => new()
        {
            Metadata = new JobMetadata { Name = name },
            Spec = new JobSpec { PodSets = [new PodSet { Count = pods, MinCount = min, Template = Template(cpu, duration, exitCode, delay, gpu, nodeSelector) }] },
        };

    public static Job With(this Job job, Func<JobSpec, JobSpec> change) => job with { Spec = change(job.Spec) };

    public static Job In(this Job job, string queue) => job.With(s => s with { Queue = queue });

    public static Job Priority(this Job job, int priority) => job.With(s => s with { Priority = priority });

    public static Job Retry(this Job job, int limit) => job.With(s => s with { Retry = new RetrySpec { Limit = limit } });

    public static Job After(this Job job, params string[] needs) => job.With(s => s with { DependsOn = [.. needs] });

    public static Job Max(this Job job, long seconds) => job.With(s => s with { Runtime = new RuntimeSpec { MaxSeconds = seconds } });

    public static Job Eager(this Job job) => job.With(s => s with { Failover = new FailoverSpec { Policy = FailoverPolicy.Eager } });

    public static Job On(this Job job, params string[] clusters) =>
        job.With(s => s with { Clusters = new ClusterConstraints { Names = [.. clusters] } });

    public static int Pods(this Job job) => job.Spec.PodSets.Sum(static s => s.Count);

    public static int MinPods(this Job job) => job.Spec.PodSets.Sum(static s => s.Minimum);

    private static PodTemplate Template(
        string cpu, string? duration, string? exitCode, string? delay, string? gpu, ReadOnlySpan<(string Key, string Value)> nodeSelector)
    {
        var annotations = new JsonObject();
        foreach (var (key, value) in new[] { ("duration", duration), ("exit-code", exitCode), ("start-delay", delay) })
            if (value is not null)
                annotations["simulation.muster.dev/" + key] = value;
        var requests = new JsonObject { ["cpu"] = cpu };
        var resources = new JsonObject { ["requests"] = requests };
        if (gpu is not null)
            resources["limits"] = new JsonObject { ["nvidia.com/gpu"] = gpu };
        var selector = new JsonObject();
        foreach (var (key, value) in nodeSelector)
            selector[key] = value;
        var template = new JsonObject
        {
            ["metadata"] = new JsonObject { ["annotations"] = annotations },
            ["spec"] = new JsonObject
            {
                ["restartPolicy"] = "Never",
                ["nodeSelector"] = selector,
                ["containers"] = new JsonArray(new JsonObject { ["name"] = "main", ["image"] = "busybox", ["resources"] = resources }),
            },
        };
        return new PodTemplate(template.ToJsonString());
    }
}

using System.Collections.Immutable;

namespace Muster.Contracts;

/// <summary>
/// What a job has to keep to before anything is done with it. Pure, total and bounded: every job gives an answer,
/// also one that was read from hostile JSON.
/// </summary>
public static class JobValidator
{
    /// <summary>Most faults that are named at once.</summary>
    public const int MaxFaults = 20;

    /// <summary>Longest run time that can be asked for: ten years.</summary>
    public const long MaxRuntimeSeconds = 10L * 366 * 24 * 3600;

    /// <summary>The faults of a job, in the order of its fields; none for a job that is well formed.</summary>
    public static ImmutableArray<FieldError> Validate(Job job)
    {
        var faults = new FaultList();
        CheckEnvelope(job, faults);
        if (job.Metadata is { } metadata)
            CheckMetadata(metadata, faults);
        if (job.Spec is { } spec)
        {
            CheckScalars(spec, faults);
            DependencyRules.Check(job.Metadata, spec.DependsOn, faults);
            PodSetRules.Check("spec.podSets", spec.PodSets, faults);
        }
        return faults.ToImmutable();
    }

    private static void CheckEnvelope(Job job, FaultList faults)
    {
        if (job.ApiVersion != Job.CurrentApiVersion)
            faults.Add("apiVersion", $"'{Names.Clip(job.ApiVersion)}' is not known", $"write {Job.CurrentApiVersion}");
        if (job.Kind != "Job")
            faults.Add("kind", $"'{Names.Clip(job.Kind)}' is not known", "write Job");
        if (job.Metadata is null)
            faults.Add("metadata", "it is null", "write an object with a name");
        if (job.Spec is null)
            faults.Add("spec", "it is null", "write an object with podSets");
    }

    private static void CheckMetadata(JobMetadata metadata, FaultList faults)
    {
        CheckName("metadata.namespace", metadata.Namespace, faults);
        CheckName("metadata.name", metadata.Name, faults);
        LabelRules.CheckLabels("metadata.labels", metadata.Labels, faults);
        LabelRules.CheckAnnotations("metadata.annotations", metadata.Annotations, faults);
    }

    private static void CheckScalars(JobSpec spec, FaultList faults)
    {
        CheckName("spec.queue", spec.Queue, faults);
        CheckRange("spec.priority", spec.Priority, -JobSpec.MaxPriority, JobSpec.MaxPriority, faults);
        CheckClusters(spec.Clusters, faults);
        if (IsGiven("spec.runtime", spec.Runtime, faults))
            CheckRuntime(spec.Runtime, faults);
        if (IsGiven("spec.retry", spec.Retry, faults))
            CheckRange("spec.retry.limit", spec.Retry.Limit, 0, RetrySpec.MaxLimit, faults);
        if (IsGiven("spec.failover", spec.Failover, faults) && !Enum.IsDefined(spec.Failover.Policy))
            faults.Add("spec.failover.policy", $"{(int)spec.Failover.Policy} is no policy", "write Hold or Eager");
    }

    private static void CheckRuntime(RuntimeSpec runtime, FaultList faults)
    {
        CheckRange("spec.runtime.expectedSeconds", runtime.ExpectedSeconds ?? 1, 1, MaxRuntimeSeconds, faults);
        CheckRange("spec.runtime.maxSeconds", runtime.MaxSeconds ?? 1, 1, MaxRuntimeSeconds, faults);
        if (runtime.ExpectedSeconds > runtime.MaxSeconds)
            faults.Add("spec.runtime.expectedSeconds", $"{runtime.ExpectedSeconds} is more than maxSeconds, {runtime.MaxSeconds}",
                "raise maxSeconds, or expect less: the job would be stopped before it ends");
    }

    private static void CheckClusters(ClusterConstraints? clusters, FaultList faults)
    {
        if (!IsGiven("spec.clusters", clusters, faults))
            return;
        var names = clusters!.Names.IsDefault ? [] : clusters.Names;
        if (names.Length > LabelRules.MaxLabels)
            faults.Add("spec.clusters.names", $"there are {names.Length} names", $"write at most {LabelRules.MaxLabels}, or select by label");
        for (var i = 0; i < names.Length && !faults.IsFull; i++)
            CheckName(FieldPath.Item("spec.clusters.names", i), names[i], faults);
        LabelRules.CheckLabels("spec.clusters.selector", clusters.Selector, faults);
    }

    internal static void CheckName(string path, string? name, FaultList faults)
    {
        if (string.IsNullOrEmpty(name))
            faults.Add(path, "it is empty", "write a name: 1 to 63 lower-case letters, digits and '-'");
        else if (!Names.IsLabel(name))
            faults.Add(path, $"'{Names.Clip(name)}' is not a name",
                "use 1 to 63 lower-case letters, digits and '-', beginning and ending with a letter or digit");
    }

    internal static void CheckRange(string path, long value, long least, long most, FaultList faults)
    {
        if (value < least || value > most)
            faults.Add(path, $"{value} is out of range", $"write {least} to {most}");
    }

    private static bool IsGiven(string path, object? value, FaultList faults)
    {
        if (value is null)
            faults.Add(path, "it is null", "write an object, or leave the field out");
        return value is not null;
    }
}

using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Client;

/// <summary>The fields of <c>batch/v1</c> Job. Each has an empty text when it is read, or the reason why it is ignored.</summary>
internal static class BatchFields
{
    public const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    private const string ByCluster = "a cluster writes it";

    public static readonly ImmutableArray<string> QueueLabels = ["muster.dev/queue", "kueue.x-k8s.io/queue-name"];

    public static readonly ImmutableSortedDictionary<string, string> Document = Table(
        ("apiVersion", ""), ("kind", ""), ("metadata", ""), ("spec", ""), ("status", ByCluster));

    public static readonly ImmutableSortedDictionary<string, string> Metadata = Table(
        ("name", ""), ("generateName", "metadata.name says it"), ("namespace", ""), ("labels", ""), ("annotations", ""),
        ("uid", ByCluster), ("resourceVersion", ByCluster), ("generation", ByCluster), ("creationTimestamp", ByCluster),
        ("managedFields", ByCluster), ("selfLink", ByCluster), ("deletionTimestamp", ByCluster), ("deletionGracePeriodSeconds", ByCluster),
        ("ownerReferences", "what owns it in one cluster is not known in another"),
        ("finalizers", "a job that has ended goes with: muster delete"));

    public static readonly ImmutableSortedDictionary<string, string> Spec = Table(
        ("parallelism", ""), ("completions", ""), ("backoffLimit", ""), ("activeDeadlineSeconds", ""), ("template", ""),
        ("completionMode", "every pod has its index in its name; JOB_COMPLETION_INDEX is not set"),
        ("suspend", "the queue holds the job until it may start; stop it with: muster cancel"),
        ("ttlSecondsAfterFinished", "a job that has ended stays until: muster delete"),
        ("podFailurePolicy", "a failed pod fails its gang, which spec.retry.limit starts again"),
        ("podReplacementPolicy", "pods are not replaced one by one: the gang starts again as a whole"),
        ("backoffLimitPerIndex", "retries count for the gang, not for each index"),
        ("maxFailedIndexes", "a failed pod fails its gang"),
        ("successPolicy", "a job succeeds when every pod has"),
        ("selector", "Muster labels and finds its pods itself"),
        ("manualSelector", "Muster labels and finds its pods itself"),
        ("managedBy", "Muster manages it"));

    /// <summary>Notes what is ignored, and reports what is no field of a Job at all.</summary>
    public static void CheckKnown(
        MappingNode mapping, string path, ImmutableSortedDictionary<string, string> known, List<string> notes, ManifestFaults faults)
    {
        foreach (var (key, entry) in mapping.Entries)
        {
            var field = FieldPath.Member(path, key);
            if (!known.TryGetValue(key, out var why))
                faults.Add(entry.Line, entry.Column, field, $"'{Names.Clip(key)}' is not known here", Spelling.Advice(key, known.Keys));
            else if (why.Length > 0 && mapping[key] is not null)
                notes.Add($"ignored: {field} ({why})");
        }
    }

    /// <summary>The field of the Kubernetes Job that a field of Muster's job was read from.</summary>
    public static string Original(string field)
    {
        foreach (var (ours, theirs) in (ReadOnlySpan<(string, string)>)
            [
                ("spec.podSets[0].template", "spec.template"), ("spec.podSets[0].count", "spec.parallelism"), ("spec.podSets", "spec.parallelism"),
                ("spec.retry.limit", "spec.backoffLimit"), ("spec.runtime.maxSeconds", "spec.activeDeadlineSeconds"),
                ("spec.queue", "metadata.labels"),
            ])
            if (field.StartsWith(ours, StringComparison.Ordinal))
                return theirs + field[ours.Length..];
        return field;
    }

    private static ImmutableSortedDictionary<string, string> Table(params (string Field, string Why)[] fields) =>
        fields.ToImmutableSortedDictionary(f => f.Field, f => f.Why, StringComparer.Ordinal);
}

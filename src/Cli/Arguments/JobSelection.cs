using Muster.Client;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary>Says of single jobs what a listing would say of all.</summary>
internal sealed class JobSelection(JobListOptions options)
{
    private readonly LabelSelector? _labels = options.LabelSelector is { } labels ? LabelSelector.Parse(labels) : null;
    private readonly FieldSelector? _fields = options.FieldSelector is { } fields ? FieldSelector.Parse(fields) : null;

    public bool Matches(Job job) =>
        (options.Namespace is null || job.Metadata.Namespace == options.Namespace)
        && (options.Queue is null || job.Spec.Queue == options.Queue)
        && (options.States.IsDefaultOrEmpty || options.States.Contains(job.Status?.State ?? JobState.Queued))
        && _labels?.Matches(job.Metadata.Labels) != false
        && _fields?.Matches(FieldsOf(job)) != false;

    private static JobFields FieldsOf(Job job) =>
        new(job.Metadata.Name, job.Metadata.Namespace, job.Spec.Queue, job.Spec.Priority, job.Status?.State ?? JobState.Queued, job.Status?.Cluster);
}

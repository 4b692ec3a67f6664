using Muster.Contracts;

namespace Muster.Silo;

/// <summary>Which entries of the event log somebody wants; null means any.</summary>
internal readonly record struct EventFilter(JobId? Job, string? Queue, string? Namespace)
{
    public bool Matches(JobId job, string queue) =>
        (Job is not { } only || only == job)
        && (Queue is null || string.Equals(Queue, queue, StringComparison.Ordinal))
        && (Namespace is null || string.Equals(Namespace, job.Namespace, StringComparison.Ordinal));
}

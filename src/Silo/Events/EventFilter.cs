using Muster.Contracts;

namespace Muster.Silo;

/// <summary>Which entries of the event log somebody wants, and may have; null means any.</summary>
internal readonly record struct EventFilter(JobId? Job, string? Queue, string? Namespace, Caller? Caller = null)
{
    /// <summary>True when every entry of a page that the ledger gives is wanted.</summary>
    public bool TakesAll => Queue is null && Namespace is null && Caller is null;

    public bool Matches(JobId job, string queue) =>
        (Job is not { } only || only == job)
        && (Queue is null || string.Equals(Queue, queue, StringComparison.Ordinal))
        && (Namespace is null || string.Equals(Namespace, job.Namespace, StringComparison.Ordinal))
        && (Caller is null || Caller.May(Permission.ReadJobs, queue, job.Namespace));
}

using Muster.Contracts;

namespace Muster.Silo;

/// <summary>Which entries of the event log somebody wants, null meaning any, and who that is: what they may not see is not there.</summary>
internal readonly record struct EventFilter(JobId? Job, string? Queue, string? Namespace, Caller Caller)
{
    /// <summary>True when most entries may well not match.</summary>
    public bool IsNarrow => Queue is not null || Namespace is not null || !Caller.SeesAllJobs;

    public bool Matches(JobId job, string queue) =>
        (Job is not { } only || only == job)
        && (Queue is null || string.Equals(Queue, queue, StringComparison.Ordinal))
        && (Namespace is null || string.Equals(Namespace, job.Namespace, StringComparison.Ordinal))
        && (Caller.SeesAllJobs || Caller.May(Permission.ReadJobs, queue, job.Namespace));
}

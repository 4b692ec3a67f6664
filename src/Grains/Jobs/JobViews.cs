using System.Collections.Immutable;
using Muster.Contracts;
using Muster.Ledger;
using Muster.Scheduling;

namespace Muster.Grains;

/// <summary>A job's record, as others see it.</summary>
public static class JobViews
{
    /// <summary>For people.</summary>
    public static Job ToJob(this JobRecord record) => new()
    {
        Metadata = record.Metadata with { Uid = record.Uid },
        Spec = record.Spec,
        Status = new JobStatus
        {
            State = record.State,
            Reason = record.Reason,
            Seq = record.Seq,
            Attempt = record.Attempt == Attempt.None ? null : record.Attempt.ToString(),
            Runs = record.Runs,
            Retries = record.Retries,
            Cluster = record.Placement?.Cluster.Value,
            Nodes = record.Placement?.Nodes ?? [],
            SubmittedAt = record.SubmittedAt,
            Since = record.Since,
            StartedAt = record.StartedAt,
            FinishedAt = record.FinishedAt,
            Version = record.Version,
        },
    };

    /// <summary>For people who ask why: a job that does not wait for places.</summary>
    internal static Explanation Explain(JobRecord record, Reason? reason) =>
        new() { Job = record.Id, State = record.State, Reason = reason, Since = record.Since };

    /// <summary>The jobs that it depends on.</summary>
    internal static ImmutableArray<JobId> Needs(this JobRecord record) =>
        [.. record.Spec.DependsOn.Select(d => Need(record.Id.Namespace, d))];

    /// <summary>The job that an entry of <c>spec.dependsOn</c> names, in a job of a namespace.</summary>
    public static JobId Need(string ns, string dependency) =>
        dependency.Contains('/', StringComparison.Ordinal) ? JobId.Parse(dependency) : new JobId(ns, dependency);

    /// <summary>For its queue.</summary>
    internal static PendingJob ToPending(this JobRecord record) => new()
    {
        Id = record.Id,
        Priority = record.Spec.Priority,
        Seq = record.Seq,
        Demand = record.Demand,
        QueuedAt = record.Since,
        NotBefore = record.NotBefore,
        TraceParent = JobSpans.Sampled(record.TraceParent),
    };

    /// <summary>For the lifecycle.</summary>
    internal static GangView ToGang(this JobRecord record) => new(
        record.State, record.Attempt, record.Since, record.StartedAt,
        record.Spec.Runtime.MaxSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        record.Retries, record.Spec.Retry.Limit, record.DrainTo) { Runs = record.Runs };

    /// <summary>For its cluster.</summary>
    internal static DispatchRequest ToDispatch(this JobRecord record) => new()
    {
        Job = record.Id,
        Uid = record.Uid,
        Attempt = record.Attempt,
        Placement = record.Placement!,
        PodSets = record.Spec.PodSets,
        Failover = record.Spec.Failover.Policy,
        Started = record.State == JobState.Running,
        TraceParent = record.TraceParent,
        StableNames = record.Spec.StableNames,
    };
}

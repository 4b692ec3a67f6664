using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Silo.Tests;

/// <summary>All that can be seen from outside of a run that is over: what was promised, what is on record, and what really ran.</summary>
internal sealed record FinishedRun
{
    /// <summary>The submissions that were answered.</summary>
    public ImmutableArray<Acceptance> Accepted { get; init; } = [];

    /// <summary>Each accepted job as it is answered at the end; missing when it is not found.</summary>
    public ImmutableDictionary<JobId, Job> Jobs { get; init; } = ImmutableDictionary<JobId, Job>.Empty;

    /// <summary>Submissions that were sent again after the end.</summary>
    public ImmutableArray<Resubmission> Resubmissions { get; init; } = [];

    /// <summary>The whole event log, in order.</summary>
    public ImmutableArray<JobChange> Changes { get; init; } = [];

    /// <summary>What really ran of ours.</summary>
    public ImmutableArray<RunRecord> Runs { get; init; } = [];

    /// <summary>What ran beside that.</summary>
    public ImmutableArray<RunRecord> ForeignRuns { get; init; } = [];

    /// <summary>What the nodes have.</summary>
    public ImmutableArray<NodeCapacity> Machines { get; init; } = [];

    /// <summary>What queues may be charged with at most; others are not limited.</summary>
    public ImmutableDictionary<string, ResourceVector> Quotas { get; init; } = ImmutableDictionary<string, ResourceVector>.Empty;

    /// <summary>What each job is charged with.</summary>
    public ImmutableDictionary<JobId, ResourceVector> Charges { get; init; } = ImmutableDictionary<JobId, ResourceVector>.Empty;

    /// <summary>Pods of each job.</summary>
    public ImmutableDictionary<JobId, int> Sizes { get; init; } = ImmutableDictionary<JobId, int>.Empty;

    /// <summary>Places, objects and charges that are there although nothing runs any more.</summary>
    public ImmutableArray<string> Remains { get; init; } = [];

    /// <summary>Objects of others that are not as they were.</summary>
    public ImmutableArray<string> Touched { get; init; } = [];

    /// <summary>Every line of every silo's audit record.</summary>
    public ImmutableArray<AuditRecord> Audit { get; init; } = [];

    /// <summary>Where the chains of the audit record break.</summary>
    public ImmutableArray<string> AuditBreaks { get; init; } = [];

    /// <summary>When all this was read.</summary>
    public DateTimeOffset At { get; init; }
}

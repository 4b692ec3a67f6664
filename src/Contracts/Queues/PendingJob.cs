namespace Muster.Contracts;

/// <summary>A job that waits, as queues and the planner see it.</summary>
[GenerateSerializer, Immutable, Alias("muster.pending-job")]
public sealed record PendingJob
{
    /// <summary>The job.</summary>
    [Id(0)] public JobId Id { get; init; }

    /// <summary>Larger goes first.</summary>
    [Id(1)] public int Priority { get; init; }

    /// <summary>Smaller goes first among equals: the order of acceptance, kept over requeues.</summary>
    [Id(2)] public long Seq { get; init; }

    /// <summary>What it needs.</summary>
    [Id(3)] public GangDemand Demand { get; init; } = new();

    /// <summary>When it came into the queue, this time.</summary>
    [Id(4)] public DateTimeOffset QueuedAt { get; init; }

    /// <summary>Not to be tried before; null for at once.</summary>
    [Id(5)] public DateTimeOffset? NotBefore { get; init; }

    /// <summary>W3C <c>traceparent</c> of the span that the job was submitted in; null when that is not recorded.</summary>
    [Id(6)] public string? TraceParent { get; init; }
}

using System.Collections.Immutable;

namespace Muster.Contracts;

/// <summary>Where a job stands, by the ledger.</summary>
[GenerateSerializer, Immutable, Alias("muster.job-status")]
public sealed record JobStatus
{
    /// <summary>The state.</summary>
    [Id(0)] public JobState State { get; init; }

    /// <summary>Why it is in this state; null when there is nothing to say.</summary>
    [Id(1)] public Reason? Reason { get; init; }

    /// <summary>Order of acceptance in the fleet; kept over requeues.</summary>
    [Id(2)] public long Seq { get; init; }

    /// <summary>The attempt that holds, or last held, its places; null before the first.</summary>
    [Id(3)] public string? Attempt { get; init; }

    /// <summary>Attempts that were committed so far.</summary>
    [Id(4)] public int Runs { get; init; }

    /// <summary>Failed tries charged against its retry limit.</summary>
    [Id(5)] public int Retries { get; init; }

    /// <summary>The cluster of the attempt.</summary>
    [Id(6)] public string? Cluster { get; init; }

    /// <summary>The attempt's nodes, each with its pods.</summary>
    [Id(7)] public ImmutableArray<NodeShare> Nodes { get; init; } = [];

    /// <summary>When it was accepted.</summary>
    [Id(8)] public DateTimeOffset SubmittedAt { get; init; }

    /// <summary>When it came into this state.</summary>
    [Id(9)] public DateTimeOffset Since { get; init; }

    /// <summary>When every pod of the last attempt ran.</summary>
    [Id(10)] public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    [Id(11)] public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Grows with every change of what is shown of the job, and never repeats, also not when the name is used again.</summary>
    [Id(12)] public long Version { get; init; }
}

using System.Collections.Immutable;

namespace Muster.Contracts;

/// <summary>Why a job waits, by the planner itself.</summary>
[GenerateSerializer, Immutable, Alias("muster.explanation")]
public sealed record Explanation
{
    /// <summary>The job.</summary>
    [Id(0)] public JobId Job { get; init; }

    /// <summary>Its state.</summary>
    [Id(1)] public JobState State { get; init; }

    /// <summary>Why it is there; null when there is nothing to explain.</summary>
    [Id(2)] public Reason? Reason { get; init; }

    /// <summary>Since when this reason has held.</summary>
    [Id(3)] public DateTimeOffset Since { get; init; }

    /// <summary>Place in its queue, from 1; 0 when it does not wait.</summary>
    [Id(4)] public int Position { get; init; }

    /// <summary>Jobs that wait in its queue, itself included.</summary>
    [Id(5)] public int Pending { get; init; }

    /// <summary>The verdict of each cluster, were the job first in line.</summary>
    [Id(6)] public ImmutableArray<ClusterVerdict> Clusters { get; init; } = [];

    /// <summary>True when it would be admitted at once if it were first in line.</summary>
    [Id(7)] public bool FitsIfFirst { get; init; }
}

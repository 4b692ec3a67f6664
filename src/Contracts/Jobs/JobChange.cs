namespace Muster.Contracts;

/// <summary>One entry of the event log: a job came into a state.</summary>
[GenerateSerializer, Immutable, Alias("muster.job-change")]
public sealed record JobChange
{
    /// <summary>Place in the log of the whole fleet; grows without end, gaps are possible.</summary>
    [Id(0)] public long Sequence { get; init; }

    /// <summary>When.</summary>
    [Id(1)] public DateTimeOffset At { get; init; }

    /// <summary>Which job.</summary>
    [Id(2)] public JobId Job { get; init; }

    /// <summary>Which submission of that name.</summary>
    [Id(3)] public string Uid { get; init; } = "";

    /// <summary>The state before; null for the first entry.</summary>
    [Id(4)] public JobState? From { get; init; }

    /// <summary>The state after.</summary>
    [Id(5)] public JobState To { get; init; }

    /// <summary>The attempt concerned, if any.</summary>
    [Id(6)] public string? Attempt { get; init; }

    /// <summary>The cluster concerned, if any.</summary>
    [Id(7)] public string? Cluster { get; init; }

    /// <summary>Why, if there is something to say.</summary>
    [Id(8)] public Reason? Reason { get; init; }

    /// <summary>The job's queue; empty in entries that were written before the log had it.</summary>
    [Id(9)] public string Queue { get; init; } = "";
}

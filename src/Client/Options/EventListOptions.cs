using Muster.Contracts;

namespace Muster.Client;

/// <summary>Which entries of the event log to read.</summary>
public sealed record EventListOptions : CallOptions
{
    /// <summary>Most entries that one call can ask for.</summary>
    public const int MaxLimit = 1000;

    /// <summary>Sequence to begin after; default 0, for all that the log still has.</summary>
    public long After { get; init; }

    /// <summary>Those of a job; null for every job.</summary>
    public JobId? Job { get; init; }

    /// <summary>Those of a queue's jobs; null for every queue.</summary>
    public string? Queue { get; init; }

    /// <summary>Those of a namespace's jobs; null for every namespace.</summary>
    public string? Namespace { get; init; }

    /// <summary>Most entries; default <see cref="MaxLimit"/>.</summary>
    public int Limit { get; init; } = MaxLimit;
}

using Muster.Contracts;

namespace Muster.Silo;

/// <summary>
/// A pod's stay on a node, as the cluster itself saw it, independent of anything that Muster believes. Pods that never had
/// a node are not recorded; those that had one and never started have no <see cref="Started"/>.
/// </summary>
public sealed record RunRecord
{
    /// <summary>The cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>The node.</summary>
    public required string Node { get; init; }

    /// <summary>The pod's name.</summary>
    public required string Pod { get; init; }

    /// <summary>The pod's identity; no two records share one.</summary>
    public required string Uid { get; init; }

    /// <summary>The job.</summary>
    public required JobId Job { get; init; }

    /// <summary>The attempt.</summary>
    public required Attempt Attempt { get; init; }

    /// <summary>The pod set.</summary>
    public required string PodSet { get; init; }

    /// <summary>The index within the pod set.</summary>
    public required int Index { get; init; }

    /// <summary>Pods that the attempt was created with.</summary>
    public required int Gang { get; init; }

    /// <summary>What the pod takes of its node, its pod slot included.</summary>
    public required ResourceVector Requests { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it was bound; it holds its place from then on.</summary>
    public required DateTimeOffset Bound { get; init; }

    /// <summary>When it began to run.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>When it ended and gave its place back.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>How it ended.</summary>
    public RunEnding Ending { get; init; }

    /// <summary>When its attempt was first asked to stop, if that was before the pod's removal.</summary>
    public DateTimeOffset? StopAsked { get; init; }

    /// <summary>When it ended, or the far end of time.</summary>
    internal DateTimeOffset End => Ended ?? DateTimeOffset.MaxValue;
}

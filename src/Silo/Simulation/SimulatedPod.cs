using Muster.Contracts;

namespace Muster.Silo;

/// <summary>A pod within a simulated cluster, guarded by the cluster's lock.</summary>
internal sealed class SimulatedPod : Timed
{
    /// <summary>The revision that created it: its identity on disk.</summary>
    public required long Sequence { get; init; }

    public required PodProgram Program { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>What the API shows.</summary>
    public required PodObservation Seen { get; set; }

    /// <summary>Pods of its attempt, as far as was known when it was last written.</summary>
    public int Gang { get; set; }

    /// <summary>The node that it is bound to, if there is one of that name.</summary>
    public SimulatedNode? Host { get; set; }

    public DateTimeOffset StartsAt { get; set; } = DateTimeOffset.MaxValue;

    public DateTimeOffset EndsAt { get; set; } = DateTimeOffset.MaxValue;

    /// <summary>When the grace period of a stop is over.</summary>
    public DateTimeOffset GoneAt { get; set; } = DateTimeOffset.MaxValue;

    /// <summary>Its stay on the node, once it holds a place there.</summary>
    public RunRecord? Run { get; set; }

    public bool Removed { get; set; }

    public AttemptRef Owner => new(Seen.Job, Seen.Attempt);

    /// <summary>Takes its requests of a node: bound or running, also while it is terminating.</summary>
    public bool HoldsPlace => Run is { Ended: null };

    public bool HasEnded => Seen.HasEnded;

    /// <summary>What happens next when nobody does anything. A pod that is stopped before it started never starts.</summary>
    public DateTimeOffset NextMoment() => !HoldsPlace ? DateTimeOffset.MaxValue
        : Seen.Phase == PodPhase.Running ? (EndsAt <= GoneAt ? EndsAt : GoneAt)
        : Seen.Terminating ? GoneAt
        : StartsAt;
}

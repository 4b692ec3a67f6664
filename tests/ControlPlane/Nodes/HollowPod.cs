using System.Text.Json.Nodes;
using Muster.Silo;

namespace Muster.ControlPlane;

/// <summary>A pod on its node. Guarded by the lock of its <see cref="HollowNodes"/>.</summary>
internal sealed class HollowPod(PodFacts facts)
{
    public PodFacts Facts { get; set; } = facts;

    public Machine? Machine { get; set; }

    public PodState State { get; set; }

    public DateTimeOffset StartsAt { get; set; } = DateTimeOffset.MaxValue;

    public DateTimeOffset EndsAt { get; set; } = DateTimeOffset.MaxValue;

    /// <summary>When its containers end because they were asked to.</summary>
    public DateTimeOffset StopsAt { get; set; } = DateTimeOffset.MaxValue;

    /// <summary>True when the API server has no such object any more. Its containers may run on for a while.</summary>
    public bool ObjectGone { get; set; }

    public RunRecord? Run { get; set; }

    public string Address { get; set; } = "";

    /// <summary>The status that the API server is to have; null when it has it.</summary>
    public JsonObject? Status { get; set; }

    /// <summary>True when it waits for a writer or is in the hands of one.</summary>
    public bool Queued { get; set; }

    /// <summary>True while it takes its requests of the node, also while it is terminating.</summary>
    public bool HoldsPlace => State is PodState.Taken or PodState.Running;

    public bool MustBeDeleted => State == PodState.Ended && Facts.Terminating && !ObjectGone;

    /// <summary>When something happens to it by itself. Without a kubelet that is its end only.</summary>
    public DateTimeOffset NextMoment => State switch
    {
        PodState.Running when Machine is { KubeletLives: false } => EndsAt,
        PodState.Running => EndsAt < StopsAt ? EndsAt : StopsAt,
        PodState.Taken when Machine is { KubeletLives: true } => StartsAt < StopsAt ? StartsAt : StopsAt,
        _ => DateTimeOffset.MaxValue,
    };
}

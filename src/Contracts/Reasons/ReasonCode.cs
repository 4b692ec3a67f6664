namespace Muster.Contracts;

/// <summary>Why a job is where it is. The numbers are wire format; messages and remedies are in <see cref="Reason"/>.</summary>
[Alias("muster.reason-code")]
public enum ReasonCode
{
    /// <summary>Not looked at yet.</summary>
    PendingEvaluation = 0,

    /// <summary>No flavor of the queue has nodes for some pod set.</summary>
    NoMatchingFlavor = 1,

    /// <summary>A job it depends on has not succeeded yet.</summary>
    WaitingForDependency = 2,

    /// <summary>More than its queue could ever have.</summary>
    ExceedsMaxQuota = 3,

    /// <summary>Its queue's quota is in use.</summary>
    WaitingForQuota = 4,

    /// <summary>The places are not free at present, or no cluster qualifies.</summary>
    PlacementFailed = 5,

    /// <summary>Waits a while after a failed try.</summary>
    BackingOff = 6,

    /// <summary>Jobs before it in a strict queue wait.</summary>
    BehindBlockedHead = 7,

    /// <summary>Larger than any cluster.</summary>
    ExceedsFleet = 8,

    /// <summary>A planned place was taken by another; planned anew.</summary>
    PlacementConflict = 9,

    /// <summary>A pod failed.</summary>
    PodFailed = 10,

    /// <summary>A pod vanished or its node was lost.</summary>
    PodLost = 11,

    /// <summary>A kubelet or API server refused a pod.</summary>
    PodRejected = 12,

    /// <summary>Not every pod ran in time.</summary>
    StartTimeout = 13,

    /// <summary>It ran longer than it may.</summary>
    DeadlineExceeded = 14,

    /// <summary>Its cluster's heartbeats stopped.</summary>
    ClusterLost = 15,

    /// <summary>A job it depends on failed or was cancelled.</summary>
    DependencyFailed = 16,

    /// <summary>Its owner asked for it.</summary>
    CancelRequested = 17,

    /// <summary>Its owner suspended it.</summary>
    SuspendRequested = 18,

    /// <summary>An operator cordoned its queue, or a queue above it.</summary>
    QueueCordoned = 19,

    /// <summary>It would fit now, but only in clusters that an operator cordoned.</summary>
    ClusterCordoned = 20,
}

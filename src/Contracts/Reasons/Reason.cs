namespace Muster.Contracts;

/// <summary>Why a job is where it is: a stable code, and the particulars for people.</summary>
/// <param name="Code">The code, for programs.</param>
/// <param name="Message">One sentence with the particulars, for people.</param>
[GenerateSerializer, Immutable, Alias("muster.reason")]
public sealed record Reason([property: Id(0)] ReasonCode Code, [property: Id(1)] string Message)
{
    /// <summary>What its owner or an operator can do about it; empty when waiting is all.</summary>
    public string Remedy => Code switch
    {
        ReasonCode.NoMatchingFlavor => "ask for labels that a flavor of the queue has, or add the flavor to the queue",
        ReasonCode.WaitingForDependency => "wait for that job, or cancel this one",
        ReasonCode.ExceedsMaxQuota => "ask for less, or have the queue's nominal quota or borrowing limit raised",
        ReasonCode.WaitingForQuota => "wait for jobs of the queue to end, or have its quota raised",
        ReasonCode.PlacementFailed => "wait for places to come free, or ask for fewer or smaller pods",
        ReasonCode.BehindBlockedHead => "wait, or have the queue's strategy set to BestEffortFifo",
        ReasonCode.ExceedsFleet => "ask for fewer or smaller pods, or loosen the selector and the cluster constraints",
        ReasonCode.PodFailed => "read the pod's log; raise spec.retry.limit if the failure passes by itself",
        ReasonCode.PodRejected => "do what the sentence asks for: it is the cluster's, or the node's, own",
        ReasonCode.StartTimeout => "look at the pods' events: an image or a volume may be missing",
        ReasonCode.DeadlineExceeded => "raise spec.runtime.maxSeconds",
        ReasonCode.ClusterLost => "wait for the cluster; jobs that may run twice can be submitted with spec.failover.policy Eager",
        ReasonCode.DependencyFailed => "submit the job it depends on again, then this one",
        ReasonCode.QueueCordoned => "wait for an operator to uncordon the queue, or submit the job to another one",
        ReasonCode.ClusterCordoned => "wait for an operator to uncordon the cluster, or loosen the cluster constraints",
        ReasonCode.SuspendRequested => "muster resume NAME, once it is to run again",
        _ => "",
    };
}

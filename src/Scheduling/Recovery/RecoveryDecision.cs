using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>What is to be done about an attempt that a cluster shows.</summary>
/// <param name="Job">The job.</param>
/// <param name="Uid">Which submission of the name; empty when it is not said.</param>
/// <param name="Attempt">The attempt.</param>
/// <param name="Cluster">The cluster that shows it.</param>
/// <param name="Pods">How many pods it has there.</param>
/// <param name="Verdict">What is to be done.</param>
/// <param name="Reason">Why, for people.</param>
public sealed record RecoveryDecision(
    JobId Job, string Uid, Attempt Attempt, ClusterName Cluster, int Pods, RecoveryVerdict Verdict, string Reason)
{
    /// <summary>How the job is to stand on record, where that is to be changed.</summary>
    public RecoveryTarget? Target { get; init; }
}

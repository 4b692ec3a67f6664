namespace Muster.Contracts;

/// <summary>What happens to a running job when its cluster's heartbeats stop.</summary>
[Alias("muster.failover-policy")]
public enum FailoverPolicy
{
    /// <summary>Wait for the cluster or for an operator. The job never runs twice.</summary>
    Hold = 0,

    /// <summary>
    /// Start elsewhere once the cluster is lost. The old pods may run on until the cluster is back: the job runs at least
    /// once, perhaps twice for a while.
    /// </summary>
    Eager = 1,
}

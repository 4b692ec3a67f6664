using System.Collections.Immutable;

namespace Muster.Contracts;

/// <summary>The one registry of clusters and queues, and the breaker and rate of failover. Key: <see cref="Key"/>.</summary>
[Alias("muster.fleet-grain")]
public interface IFleetGrain : IGrainWithStringKey
{
    /// <summary>The only key.</summary>
    const string Key = "fleet";

    /// <summary>Clusters, in the order of their names.</summary>
    [Alias("clusters"), ReadOnly]
    Task<ImmutableArray<ClusterSpec>> GetClusters();

    /// <summary>Queues, in the order of their names.</summary>
    [Alias("queues"), ReadOnly]
    Task<ImmutableArray<QueueSpec>> GetQueues();

    /// <summary>
    /// Registers a cluster, once: the same again changes nothing, other labels only with <paramref name="replace"/>. Recorded when
    /// it returns. How to get in is not part of it.
    /// </summary>
    /// <exception cref="InvalidRequestException">Name or labels are not acceptable.</exception>
    /// <exception cref="ClusterConflictException">The name is configured, registered otherwise, or still being removed.</exception>
    /// <exception cref="ClusterReplacedException">The name is that of a cluster with another identity.</exception>
    /// <exception cref="OverloadedException">There are as many clusters as may be.</exception>
    [Alias("register-cluster")]
    Task<ClusterRegistration> Register(ClusterRegistration wanted, bool replace);

    /// <summary>Removes a registered cluster. With <paramref name="force"/> jobs that hold places there are queued again, as if their pods were gone.</summary>
    /// <exception cref="ClusterNotFoundException">No such cluster.</exception>
    /// <exception cref="ClusterConflictException">It is configured, or jobs hold places there.</exception>
    [Alias("remove-cluster")]
    Task Remove(ClusterName cluster, bool force);

    /// <summary>
    /// Makes <paramref name="uid"/> the identity of a cluster, if that is <paramref name="expected"/> still: null when it is heard
    /// from for the first time, the former one when an operator accepts another. Returns the identity that stands.
    /// </summary>
    /// <exception cref="ClusterNotFoundException">No such cluster.</exception>
    /// <exception cref="InvalidRequestException">That is no identity.</exception>
    [Alias("pin-cluster"), AlwaysInterleave]
    Task<string?> Pin(ClusterName cluster, string? expected, string uid);

    /// <summary>A cluster tells its health.</summary>
    [Alias("report"), AlwaysInterleave, ResponseTimeout("00:00:05")]
    Task Report(ClusterName cluster, ClusterHealth health);

    /// <summary>A lost cluster asks how many of its jobs may fail over now: at most <paramref name="wanted"/>, perhaps none.</summary>
    [Alias("failover-permits"), AlwaysInterleave, ResponseTimeout("00:00:05")]
    Task<FailoverPermit> RequestFailover(ClusterName cluster, int wanted);
}

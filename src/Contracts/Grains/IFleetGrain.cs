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

    /// <summary>A cluster tells its health.</summary>
    [Alias("report"), AlwaysInterleave]
    Task Report(ClusterName cluster, ClusterHealth health);

    /// <summary>A lost cluster asks how many of its jobs may fail over now: at most <paramref name="wanted"/>, perhaps none.</summary>
    [Alias("failover-permits"), AlwaysInterleave]
    Task<FailoverPermit> RequestFailover(ClusterName cluster, int wanted);
}

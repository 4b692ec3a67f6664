namespace Muster.Contracts;

/// <summary>A member cluster: node table, heartbeat, dispatch, reconciliation. Key: its name.</summary>
[Alias("muster.cluster-grain")]
public interface IClusterGrain : IGrainWithStringKey
{
    /// <summary>What changed since a version of the table; everything when the incarnation is another or the version too old.</summary>
    [Alias("changes"), AlwaysInterleave, ResponseTimeout("00:00:05")]
    Task<ClusterChanges> GetChanges(EpochToken? incarnation, long since);

    /// <summary>A node's facts. The asking node is told of changes from then on.</summary>
    [Alias("node"), AlwaysInterleave]
    Task<NodeView> GetNode(string node);

    /// <summary>Starts a committed gang. Returns once the order is taken; what comes of it is observed. Safe to repeat.</summary>
    [Alias("dispatch"), AlwaysInterleave]
    Task Dispatch(DispatchRequest request);

    /// <summary>Stops an attempt's pods. Returns once the order is taken; <see cref="GangObservation.Gone"/> is observed. Safe to repeat.</summary>
    [Alias("stop"), AlwaysInterleave]
    Task Stop(JobId job, Attempt attempt);

    /// <summary>The attempt holds no places any more: its pods have ended.</summary>
    [Alias("released"), AlwaysInterleave]
    Task Released(JobId job, Attempt attempt);

    /// <summary>The cluster as it stands.</summary>
    [Alias("get"), AlwaysInterleave]
    Task<ClusterSnapshot> Get();

    /// <summary>A hint to be awake.</summary>
    [Alias("nudge"), OneWay, AlwaysInterleave]
    Task Nudge();
}

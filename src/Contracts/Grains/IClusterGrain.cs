using System.Collections.Immutable;

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

    /// <summary>
    /// Cordons the cluster, or lifts its cordon (null). Recorded when it returns, and in force: claims that nodes granted
    /// before may still be committed.
    /// </summary>
    /// <exception cref="InvalidRequestException">The cordon's texts are not acceptable.</exception>
    /// <exception cref="OverloadedException">As many cordons as may be are recorded.</exception>
    [Alias("set-cordon")]
    Task SetCordon(Cordon? cordon);

    /// <summary>
    /// Cordons a node, or lifts its cordon (null). Outlives restarts, and the node's own absence: a node that comes back is
    /// cordoned still.
    /// </summary>
    /// <exception cref="NodeNotFoundException">The cluster has no such node, and no cordon of it is recorded.</exception>
    /// <exception cref="ClusterUnreachableException">The cluster has not been heard from yet, so its nodes are not known.</exception>
    /// <exception cref="InvalidRequestException">The cordon's texts are not acceptable.</exception>
    /// <exception cref="OverloadedException">As many cordons as may be are recorded.</exception>
    [Alias("set-node-cordon")]
    Task SetNodeCordon(string node, Cordon? cordon);

    /// <summary>
    /// Nodes in the ordinal order of their names: the first <paramref name="limit"/> after <paramref name="after"/> (null: from
    /// the first one). Fewer than that means that there are no more.
    /// </summary>
    /// <exception cref="InvalidRequestException">The limit is not within 1 to <see cref="NodeSnapshot.MaxPage"/>.</exception>
    [Alias("nodes"), AlwaysInterleave]
    Task<ImmutableArray<NodeSnapshot>> ListNodes(string? after, int limit);

    /// <summary>A node as it stands.</summary>
    /// <exception cref="NodeNotFoundException">The cluster has no such node.</exception>
    /// <exception cref="ClusterUnreachableException">The cluster has not been heard from yet, so its nodes are not known.</exception>
    [Alias("node-snapshot"), AlwaysInterleave]
    Task<NodeSnapshot> GetNodeSnapshot(string node);

    /// <summary>Messages may have been lost, as when a silo has died: compare soon with the ledger what is known of gangs here, and say everything again.</summary>
    [Alias("catch-up"), AlwaysInterleave]
    Task CatchUp();

    /// <summary>A hint to be awake.</summary>
    [Alias("nudge"), OneWay, AlwaysInterleave]
    Task Nudge();
}

namespace Muster.Contracts;

/// <summary>A queue. As a leaf it keeps the order of its jobs; as the root of a tree it also runs the rounds. Key: its name.</summary>
[Alias("muster.queue-grain")]
public interface IQueueGrain : IGrainWithStringKey
{
    /// <summary>As a leaf: whether a demand could ever be met.</summary>
    /// <exception cref="QueueNotFoundException">No such queue, or not a leaf.</exception>
    /// <exception cref="OverloadedException">The queue is full.</exception>
    [Alias("check"), AlwaysInterleave]
    Task<FitVerdict> Check(GangDemand demand);

    /// <summary>As a leaf: a job, which is recorded, waits from now on. Returns how many do.</summary>
    [Alias("enqueue"), AlwaysInterleave]
    Task<int> Enqueue(PendingJob job);

    /// <summary>As a leaf: a job waits no longer (it was admitted, or has ended), or is charged no longer.</summary>
    [Alias("remove"), AlwaysInterleave]
    Task Remove(JobId job, bool released);

    /// <summary>As a leaf: why a job of it waits, or null when it does not.</summary>
    [Alias("explain"), AlwaysInterleave]
    Task<Explanation?> Explain(JobId job);

    /// <summary>As a root: whether a demand of a leaf could ever be met.</summary>
    [Alias("check-tree"), AlwaysInterleave]
    Task<FitVerdict> CheckTree(QueueName leaf, GangDemand demand);

    /// <summary>As a root: jobs to consider.</summary>
    [Alias("offer"), AlwaysInterleave]
    Task<OfferReply> Offer(HeadsOffer offer);

    /// <summary>As a root: an admitted job is charged no longer.</summary>
    [Alias("release"), AlwaysInterleave]
    Task Release(JobId job);

    /// <summary>As a root: what the planner says of a waiting job, were it first in line.</summary>
    [Alias("explain-tree"), AlwaysInterleave]
    Task<Explanation> ExplainTree(QueueName leaf, PendingJob job);

    /// <summary>As a root: a queue of the tree as it stands, but for what waits in it.</summary>
    [Alias("snapshot-tree"), AlwaysInterleave]
    Task<QueueSnapshot> SnapshotTree(QueueName queue);

    /// <summary>The queue as it stands.</summary>
    /// <exception cref="QueueNotFoundException">No such queue.</exception>
    [Alias("get"), AlwaysInterleave]
    Task<QueueSnapshot> Get();

    /// <summary>
    /// Cordons the queue with all that is below it, or lifts its cordon (null). Recorded when it returns, and in force: no job
    /// is admitted from then on. Jobs may be submitted all the same, and wait.
    /// </summary>
    /// <exception cref="QueueNotFoundException">No such queue.</exception>
    /// <exception cref="InvalidRequestException">The cordon's texts are not acceptable.</exception>
    /// <exception cref="OverloadedException">As many cordons as may be are recorded.</exception>
    [Alias("set-cordon")]
    Task SetCordon(Cordon? cordon);

    /// <summary>As a root: cordons a queue of the tree, or lifts its cordon.</summary>
    [Alias("cordon-tree")]
    Task CordonTree(QueueName queue, Cordon? cordon);

    /// <summary>A hint to a leaf: its root admitted these jobs, or wants a full offer. May be lost, repeated or late.</summary>
    [Alias("settle"), OneWay, AlwaysInterleave]
    Task Settle(Settlement settlement);

    /// <summary>A hint: something changed that may let jobs start, or the specs did. May be lost, repeated or late.</summary>
    [Alias("nudge"), OneWay, AlwaysInterleave]
    Task Nudge();
}

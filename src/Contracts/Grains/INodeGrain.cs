namespace Muster.Contracts;

/// <summary>A node as a participant in claims: it alone decides who gets its places. Key: <see cref="NodeId"/> as text.</summary>
[Alias("muster.node-grain")]
public interface INodeGrain : IGrainWithStringKey
{
    /// <summary>Asks for places, for a while. Answers at once: granted or not, never "later".</summary>
    [Alias("prepare"), ResponseTimeout("00:00:02")]
    Task<PrepareReply> Prepare(PrepareRequest request);

    /// <summary>
    /// Gives back what an attempt was granted, or held, here. Said only of an attempt whose commit was never sent, or that by
    /// the ledger's word holds nothing and never will again. May be repeated or late.
    /// </summary>
    [Alias("release"), OneWay]
    Task Release(JobId job, Attempt attempt);

    /// <summary>A hint: the attempt was committed. May be lost.</summary>
    [Alias("confirm"), OneWay]
    Task Confirm(JobId job, Attempt attempt);

    /// <summary>A hint: the commit of this node's token was refused, so a newer activation exists.</summary>
    [Alias("stale"), OneWay]
    Task Stale(EpochToken token);

    /// <summary>A hint: the node's facts changed.</summary>
    [Alias("observe"), OneWay]
    Task Observe(NodeView view);
}

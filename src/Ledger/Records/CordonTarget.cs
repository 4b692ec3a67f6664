using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>Names of what can be cordoned, as the ledger keeps them.</summary>
public static class CordonTarget
{
    /// <summary>What the targets of all queues begin with.</summary>
    public const string Queues = "queue/";

    /// <summary>Target of a queue.</summary>
    public static string Of(QueueName queue) => Queues + queue.Value;

    /// <summary>Target of a whole cluster.</summary>
    public static string Of(ClusterName cluster) => "cluster/" + cluster.Value;

    /// <summary>Target of a node.</summary>
    public static string Of(NodeId node) => NodesOf(node.Cluster) + node.Node;

    /// <summary>What the targets of all nodes of a cluster begin with.</summary>
    public static string NodesOf(ClusterName cluster) => $"node/{cluster.Value}/";
}

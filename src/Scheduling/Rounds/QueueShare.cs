using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>A queue's present share of its tree, for people.</summary>
public static class QueueShare
{
    /// <summary>In thousandths; 0 for a queue within its own quota.</summary>
    public static long Of(QuotaTree tree, QueueName queue, FleetIndex fleet) =>
        tree.Find(queue) is { } node ? FairShare.Of(tree, node, fleet, node, null) / 1000 : 0;
}

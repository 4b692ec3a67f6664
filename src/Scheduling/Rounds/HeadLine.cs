using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>Heads of a leaf that ask for the same: where the first does not fit, none does.</summary>
internal sealed class HeadLine(QueueName leaf, GangShape shape)
{
    public QueueName Leaf { get; } = leaf;

    public GangShape Shape { get; } = shape;

    public SortedSet<PendingJob> Jobs { get; } = new(HeadOrder.Instance);

    /// <summary>Why the first did not fit when it was last tried; null when it was not, or it fitted.</summary>
    public ReasonCode? Blocked { get; private set; }

    /// <summary>Since when it has been blocked for that reason.</summary>
    public DateTimeOffset BlockedSince { get; private set; }

    private (long Quota, long Fleet) _triedAt = (-1, -1);

    /// <summary>False while nothing has changed since the line was found blocked.</summary>
    public bool IsWorthTrying(QuotaTree tree, FleetIndex fleet) => _triedAt != (tree.Growth, fleet.Growth);

    public void Block(ReasonCode reason, DateTimeOffset now, QuotaTree tree, FleetIndex fleet)
    {
        if (Blocked != reason)
            (Blocked, BlockedSince) = (reason, now);
        _triedAt = (tree.Growth, fleet.Growth);
    }

    public void Unblock() => (Blocked, _triedAt) = (null, (-1, -1));
}

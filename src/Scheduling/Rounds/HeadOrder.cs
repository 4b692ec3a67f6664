using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>Order within a queue: larger priority, then age, then name.</summary>
public sealed class HeadOrder : IComparer<PendingJob>
{
    /// <summary>The only instance.</summary>
    public static readonly HeadOrder Instance = new();

    /// <inheritdoc/>
    public int Compare(PendingJob? x, PendingJob? y)
    {
        var order = y!.Priority.CompareTo(x!.Priority);
        if (order == 0)
            order = x.Seq.CompareTo(y.Seq);
        return order != 0 ? order : string.CompareOrdinal(x.Id.ToString(), y.Id.ToString());
    }
}

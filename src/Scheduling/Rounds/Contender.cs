using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>
/// Rank in the contest between siblings: those within their own quota first, then the smallest share once the candidate is
/// added, then priority, then age.
/// </summary>
internal readonly record struct ContenderRank(bool Borrows, long Share, int Priority, long Seq) : IComparable<ContenderRank>
{
    public int CompareTo(ContenderRank other)
    {
        var order = Borrows.CompareTo(other.Borrows);
        if (order == 0)
            order = Share.CompareTo(other.Share);
        if (order == 0)
            order = other.Priority.CompareTo(Priority);
        return order != 0 ? order : Seq.CompareTo(other.Seq);
    }
}

/// <summary>A queue within a round: what it, or the best queue below it, would admit next.</summary>
internal abstract class Contender(QuotaNode queue)
{
    public QuotaNode Queue { get; } = queue;

    /// <summary>The leaf whose candidate it stands for; null when nothing below it is left.</summary>
    public abstract LeafContender? Best { get; }

    /// <summary>Called after the best leaf below was decided upon.</summary>
    public abstract void Refresh();

    /// <summary>How this queue stands among its siblings with its present candidate.</summary>
    public ContenderRank Rank(QuotaTree tree, FleetIndex fleet)
    {
        var leaf = Best!;
        var (job, cells) = leaf.Candidate!.Value;
        var share = FairShare.Of(tree, Queue, fleet, leaf.Queue, cells);
        return new(share > 0, share, job.Priority, job.Seq);
    }
}

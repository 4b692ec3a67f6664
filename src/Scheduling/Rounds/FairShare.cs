using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>
/// A queue's share of its tree: of the resource that it borrows most of, what it uses above its own quota against all that
/// there is, divided by its weight. In millionths.
/// </summary>
internal static class FairShare
{
    private const long Scale = 1_000_000;

    /// <summary>
    /// The share once a job that takes <paramref name="extra"/> (by cell) is charged to <paramref name="leaf"/>, a queue below
    /// or itself; 0 for a queue within its own quota.
    /// </summary>
    public static long Of(QuotaTree tree, QuotaNode queue, FleetIndex fleet, QuotaNode leaf, Dictionary<int, long>? extra)
    {
        var borrowed = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var cell = 0; cell < tree.Cells.Count; cell++)
        {
            var above = queue.Usage[cell] + Reaching(queue, leaf, cell, extra?.GetValueOrDefault(cell) ?? 0) - queue.Subtree[cell];
            if (above > 0)
                borrowed[tree.Cells[cell].Resource] = borrowed.GetValueOrDefault(tree.Cells[cell].Resource) + above;
        }
        long share = 0;
        foreach (var (resource, amount) in borrowed)
            share = Math.Max(Math.Max(share, 1), (long)Int128.Min(long.MaxValue / 2, (Int128)amount * Scale / Math.Max(1, Total(tree, resource, fleet))));
        if (share == 0)
            return 0;
        return queue.Spec.Weight == 0 ? long.MaxValue / 2 + share / 2 : Math.Max(1, share / queue.Spec.Weight);
    }

    // What of a leaf's new use arrives at a queue above it: local quota on the way covers the rest.
    private static long Reaching(QuotaNode queue, QuotaNode leaf, int cell, long extra)
    {
        for (var node = leaf; node != queue && extra > 0; node = node.Parent!)
            extra = node.PassedUp(cell, extra) - node.PassedUp(cell);
        return extra;
    }

    // What the tree has of a resource; in a tree without limits, what the fleet has.
    private static long Total(QuotaTree tree, string resource, FleetIndex fleet)
    {
        long total = 0;
        for (var cell = 0; cell < tree.Cells.Count; cell++)
            if (tree.Cells[cell].Resource == resource)
                total += tree.Root.Subtree[cell];
        if (total < QuotaTree.Unlimited)
            return total;
        var number = fleet.Resources.Number(resource);
        return fleet.Clusters.Sum(c => Amounts.At(c.Capacity, number));
    }
}

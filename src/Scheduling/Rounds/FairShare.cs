using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>
/// A queue's share of its tree: of the resource that it borrows most of, what it uses above its own quota against all that
/// there is, divided by its weight. In millionths.
/// </summary>
internal static class FairShare
{
    private const long Scale = 1_000_000;

    /// <summary>The share once <paramref name="extra"/> (by cell) is added; 0 for a queue within its own quota.</summary>
    public static long Of(QuotaTree tree, QuotaNode queue, FleetIndex fleet, Dictionary<int, long>? extra)
    {
        var borrowed = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var cell = 0; cell < tree.Cells.Count; cell++)
        {
            var above = queue.Usage[cell] + (extra?.GetValueOrDefault(cell) ?? 0) - queue.Subtree[cell];
            if (above > 0)
                borrowed[tree.Cells[cell].Resource] = borrowed.GetValueOrDefault(tree.Cells[cell].Resource) + above;
        }
        long share = 0;
        foreach (var (resource, amount) in borrowed)
            share = Math.Max(share, (long)Int128.Min(long.MaxValue / 2, (Int128)amount * Scale / Math.Max(1, Total(tree, resource, fleet))));
        if (share == 0)
            return 0;
        return queue.Spec.Weight == 0 ? long.MaxValue / 2 + share / 2 : Math.Max(1, share / queue.Spec.Weight);
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

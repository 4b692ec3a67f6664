using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>Says which quota a gang waits for.</summary>
internal static class QuotaReport
{
    /// <summary>What is missing on the gang's first compatible flavors.</summary>
    public static string Shortage(QuotaTree tree, QuotaNode leaf, GangShape shape)
    {
        var missing = new List<string>();
        foreach (var (cell, amount) in Demanded(tree, leaf, shape))
            if (amount > leaf.Available(cell))
                missing.Add(Line(tree, cell, amount, Math.Max(0, leaf.Available(cell)), "free"));
        return $"queue {leaf.Name} has no quota left: {string.Join(", ", missing)}";
    }

    /// <summary>What is above the most that the queue could ever have; null when nothing is.</summary>
    public static string? Excess(QuotaTree tree, QuotaNode leaf, GangShape shape)
    {
        var excess = new List<string>();
        foreach (var (cell, amount) in Demanded(tree, leaf, shape))
            if (amount > leaf.Potential(cell))
                excess.Add(Line(tree, cell, amount, leaf.Potential(cell), "at the most"));
        return excess.Count == 0 ? null : string.Join(", ", excess);
    }

    // The gang's smallest form, every pod set on the flavor that could give it most.
    private static Dictionary<int, long> Demanded(QuotaTree tree, QuotaNode leaf, GangShape shape)
    {
        var flavors = tree.FlavorsOf(leaf);
        var demanded = new Dictionary<int, long>();
        foreach (var set in shape.Demand.PodSets)
        {
            var flavor = flavors.FirstOrDefault(f => PodFilter.IsCompatible(set.Shape, f) && CouldHold(tree, leaf, f, set))
                ?? flavors.FirstOrDefault(f => PodFilter.IsCompatible(set.Shape, f));
            if (flavor is null)
                continue;
            foreach (var (resource, amount) in set.Shape.Requests.Entries)
                if (tree.Cells.TryNumber(flavor.Name, resource, out var cell))
                    demanded[cell] = demanded.GetValueOrDefault(cell) + amount * set.MinCount;
        }
        return demanded;
    }

    private static bool CouldHold(QuotaTree tree, QuotaNode leaf, FlavorSpec flavor, PodSetDemand set)
    {
        foreach (var (resource, amount) in set.Shape.Requests.Entries)
            if (tree.Cells.TryNumber(flavor.Name, resource, out var cell) && amount * set.MinCount > leaf.Potential(cell))
                return false;
        return true;
    }

    private static string Line(QuotaTree tree, int cell, long wanted, long there, string what)
    {
        var (flavor, resource) = tree.Cells[cell];
        return $"{resource} of flavor {flavor}: wants {Quantity.Format(resource, wanted)}, {Quantity.Format(resource, there)} {what}";
    }
}

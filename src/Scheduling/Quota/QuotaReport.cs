using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>Says which quota a gang waits for.</summary>
internal static class QuotaReport
{
    // Choices of flavors that are looked at before a demand passes for possible.
    private const int MaxChoices = 10_000;

    /// <summary>What is missing on the gang's first compatible flavors.</summary>
    public static string Shortage(QuotaTree tree, QuotaNode leaf, GangShape shape)
    {
        var missing = new List<string>();
        foreach (var (cell, amount) in Demanded(tree, leaf, shape))
            if (amount > leaf.Available(cell))
                missing.Add(Line(tree, cell, amount, Math.Max(0, leaf.Available(cell)), "free"));
        return $"queue {leaf.Name} has no quota left: {string.Join(", ", missing)}";
    }

    /// <summary>What is above the most that the queue could ever have; null when some choice of flavors would do.</summary>
    public static string? Excess(QuotaTree tree, QuotaNode leaf, GangShape shape)
    {
        var patience = MaxChoices;
        if (SomeChoiceDoes(tree, leaf, shape, 0, [], ref patience))
            return null;
        var excess = new List<string>();
        foreach (var (cell, amount) in Demanded(tree, leaf, shape))
            if (amount > leaf.Potential(cell))
                excess.Add(Line(tree, cell, amount, leaf.Potential(cell), "at the most"));
        return string.Join(", ", excess);
    }

    // Looks for flavors from the given pod set on. When it has looked at too many, it takes the rest for possible.
    private static bool SomeChoiceDoes(QuotaTree tree, QuotaNode leaf, GangShape shape, int index, Dictionary<int, long> taken, ref int patience)
    {
        if (index == shape.Demand.PodSets.Length || --patience < 0)
            return true;
        var set = shape.Demand.PodSets[index];
        foreach (var flavor in tree.FlavorsOf(leaf))
        {
            if (!PodFilter.IsCompatible(set.Shape, flavor))
                continue;
            var with = new Dictionary<int, long>(taken);
            Add(tree, flavor, set, with);
            if (with.All(c => c.Value <= leaf.Potential(c.Key)) && SomeChoiceDoes(tree, leaf, shape, index + 1, with, ref patience))
                return true;
        }
        return false;
    }

    // The gang's smallest form, every pod set on the first flavor that could hold it by itself.
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
            Add(tree, flavor, set, demanded);
        }
        return demanded;
    }

    private static void Add(QuotaTree tree, FlavorSpec flavor, PodSetDemand set, Dictionary<int, long> demanded)
    {
        foreach (var (resource, amount) in set.Shape.Requests.Times(set.MinCount).Entries)
            if (tree.Cells.TryNumber(flavor.Name, resource, out var cell))
                demanded[cell] = Math.Min(QuotaTree.Unlimited * 2, demanded.GetValueOrDefault(cell) + Math.Min(QuotaTree.Unlimited * 2, amount));
    }

    private static bool CouldHold(QuotaTree tree, QuotaNode leaf, FlavorSpec flavor, PodSetDemand set)
    {
        foreach (var (resource, amount) in set.Shape.Requests.Times(set.MinCount).Entries)
            if (tree.Cells.TryNumber(flavor.Name, resource, out var cell) && amount > leaf.Potential(cell))
                return false;
        return true;
    }

    private static string Line(QuotaTree tree, int cell, long wanted, long there, string what)
    {
        var (flavor, resource) = tree.Cells[cell];
        return $"{resource} of flavor {flavor}: wants {Quantity.Format(resource, wanted)}, {Quantity.Format(resource, there)} {what}";
    }
}

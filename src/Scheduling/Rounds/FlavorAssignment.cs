using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>
/// Chooses a flavor for each pod set of a gang: the first in the queue's order that its selector allows and that has quota
/// left for it. Later flavors are for when the nodes of an earlier one have no room.
/// </summary>
internal sealed class FlavorAssignment
{
    private readonly QuotaTree _tree;
    private readonly QuotaNode _leaf;
    private readonly GangShape _shape;
    private readonly FlavorSpec[] _flavors;
    private readonly int[] _chosen;

    public FlavorAssignment(QuotaTree tree, QuotaNode leaf, GangShape shape)
    {
        (_tree, _leaf, _shape) = (tree, leaf, shape);
        _flavors = tree.FlavorsOf(leaf);
        _chosen = new int[shape.Requests.Length];
    }

    /// <summary>The flavor of each pod set.</summary>
    public FlavorSpec[] Flavors => [.. _chosen.Select(f => _flavors[f])];

    /// <summary>Chooses flavors for so many pods of each set. Null when it could; otherwise why not.</summary>
    public ReasonCode? Choose(int[] counts)
    {
        Array.Fill(_chosen, -1);
        for (var set = 0; set < _chosen.Length; set++)
            if (!Advance(set, counts))
                return HasCompatibleFlavor(set) ? ReasonCode.WaitingForQuota : ReasonCode.NoMatchingFlavor;
        return null;
    }

    /// <summary>Moves a pod set on to its next flavor with quota. False when there is none.</summary>
    public bool Advance(int set, int[] counts)
    {
        for (var flavor = _chosen[set] + 1; flavor < _flavors.Length; flavor++)
        {
            _chosen[set] = flavor;
            if (PodFilter.IsCompatible(_shape.Demand.PodSets[set].Shape, _flavors[flavor]) && FitsQuota(counts))
                return true;
        }
        _chosen[set] = -1;
        return false;
    }

    /// <summary>What the gang is charged with.</summary>
    public ImmutableArray<FlavorUsage> Charge(int[] counts) =>
        [.. Enumerable.Range(0, _chosen.Length).GroupBy(set => _flavors[_chosen[set]].Name, StringComparer.Ordinal)
            .Select(group => new FlavorUsage(group.Key, group.Aggregate(ResourceVector.Empty,
                (sum, set) => sum.Add(_shape.Demand.PodSets[set].Shape.Requests.Times(counts[set])))))];

    /// <summary>What the gang takes of each cell it touches.</summary>
    public Dictionary<int, long> Cells(int[] counts)
    {
        var cells = new Dictionary<int, long>();
        for (var set = 0; set < _chosen.Length; set++)
        {
            if (_chosen[set] < 0)
                continue;
            foreach (var (resource, amount) in _shape.Demand.PodSets[set].Shape.Requests.Entries)
                if (_tree.Cells.TryNumber(_flavors[_chosen[set]].Name, resource, out var cell))
                    cells[cell] = cells.GetValueOrDefault(cell) + amount * counts[set];
        }
        return cells;
    }

    private bool HasCompatibleFlavor(int set) =>
        _flavors.Any(f => PodFilter.IsCompatible(_shape.Demand.PodSets[set].Shape, f));

    private bool FitsQuota(int[] counts)
    {
        foreach (var (cell, amount) in Cells(counts))
            if (amount > _leaf.Available(cell))
                return false;
        return true;
    }
}

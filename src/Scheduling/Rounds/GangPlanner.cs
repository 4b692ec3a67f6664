using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>A gang's places and charge, or why it has none.</summary>
internal readonly record struct GangDecision(GangPlacement? Placement, ImmutableArray<FlavorUsage> Charge, ReasonCode Refusal);

/// <summary>Finds flavors and places for one gang: full size first, then, if it is elastic, the largest size that fits.</summary>
internal sealed class GangPlanner(QuotaTree tree, FleetIndex fleet)
{
    /// <summary>On success the places are held in the index; otherwise it is as before.</summary>
    public GangDecision Decide(QuotaNode leaf, GangShape shape)
    {
        var decision = Try(leaf, shape, shape.Extra);
        if (decision.Placement is not null || !shape.IsElastic)
            return decision;
        var least = Try(leaf, shape, 0);
        if (least.Placement is null)
            return least;
        var (low, high) = (0, shape.Extra - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            GiveBack(least.Placement!);
            var larger = Try(leaf, shape, middle);
            if (larger.Placement is not null)
                (least, low) = (larger, middle);
            else
                (least, high) = (Try(leaf, shape, low), middle - 1);
        }
        return least;
    }

    /// <summary>Gives back places that a decision holds, as if it had never been made.</summary>
    public void GiveBack(GangPlacement placement)
    {
        var cluster = fleet.Clusters.First(c => c.Name == placement.Cluster);
        foreach (var share in placement.Nodes)
            if (cluster.Find(share.Node) is { } node)
                cluster.UndoHold(node, fleet.Resources.Dense(share.Resources), 1);
    }

    private GangDecision Try(QuotaNode leaf, GangShape shape, int extra)
    {
        var counts = shape.Counts(extra);
        var assignment = new FlavorAssignment(tree, leaf, shape);
        if (assignment.Choose(counts) is { } refusal)
            return new(null, [], refusal);
        while (true)
        {
            if (PlaceSomewhere(shape, assignment.Flavors, counts, out var failedSet) is { } placement)
                return new(placement, assignment.Charge(counts), default);
            if (!assignment.Advance(failedSet, counts))
                return new(null, [], ReasonCode.PlacementFailed);
        }
    }

    private GangPlacement? PlaceSomewhere(GangShape shape, FlavorSpec[] flavors, int[] counts, out int failedSet)
    {
        failedSet = shape.Order[0];
        var key = string.Join(',', flavors.Select(static f => f.Name)) + "/" + string.Join(',', counts);
        foreach (var cluster in ClusterOrder.For(shape, fleet))
        {
            if (shape.KnownNotToFit.TryGetValue((cluster.Name, key), out var known) && known.Growth == cluster.Growth)
            {
                failedSet = known.FailedSet;
                continue;
            }
            if (new GangPlacer(cluster, fleet.Resources).Place(shape, flavors, counts, out var failed) is { } placement)
                return placement;
            failedSet = failed;
            shape.KnownNotToFit[(cluster.Name, key)] = (cluster.Growth, failed);
        }
        return null;
    }
}

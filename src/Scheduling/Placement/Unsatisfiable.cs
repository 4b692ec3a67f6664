using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>
/// Tells demands that could never be met. Only what is certain counts: a demand that passes may still never find room.
/// </summary>
internal static class Unsatisfiable
{
    public static Reason? ByQuota(QuotaTree tree, QuotaNode leaf, GangShape shape)
    {
        var flavors = tree.FlavorsOf(leaf);
        foreach (var set in shape.Demand.PodSets)
            if (!flavors.Any(f => PodFilter.IsCompatible(set.Shape, f)))
                return new(ReasonCode.NoMatchingFlavor,
                    $"no flavor of queue {leaf.Name} allows the node selector of pod set '{set.Name}' (flavors: {string.Join(", ", flavors.Select(static f => f.Name))})");
        return QuotaReport.Excess(tree, leaf, shape) is { } excess
            ? new(ReasonCode.ExceedsMaxQuota, $"queue {leaf.Name} could never have so much: {excess}")
            : null;
    }

    /// <summary>Looks at every cluster as if it were empty and healthy. A fleet without nodes refuses nothing.</summary>
    public static Reason? ByFleet(QuotaTree tree, QuotaNode leaf, GangShape shape, FleetIndex fleet)
    {
        if (fleet.Nodes == 0)
            return null;
        var flavors = tree.FlavorsOf(leaf);
        var refusals = new List<string>();
        foreach (var cluster in fleet.Clusters)
        {
            if (Refusal(cluster, shape, flavors) is not { } refusal)
                return null;
            refusals.Add($"{cluster.Name}: {refusal}");
        }
        return new(ReasonCode.ExceedsFleet, "no cluster could ever hold the whole gang: " + string.Join("; ", refusals));
    }

    private static string? Refusal(ClusterIndex cluster, GangShape shape, FlavorSpec[] flavors)
    {
        // A cluster that was never heard from may have anything.
        if (cluster.Nodes == 0 && cluster.Health == ClusterHealth.Unknown)
            return null;
        if (ClusterOrder.ConstraintRefusal(cluster, shape.Demand.Clusters) is { } constraint)
            return constraint;
        for (var set = 0; set < shape.Requests.Length; set++)
        {
            var podSet = shape.Demand.PodSets[set];
            long room = 0;
            foreach (var nodeClass in cluster.Classes)
                if (flavors.Any(f => PodFilter.Refusal(nodeClass, podSet.Shape, f) is null))
                    room += (long)nodeClass.Nodes * Amounts.Times(nodeClass.Capacity, shape.Requests[set], podSet.Count);
            if (room < podSet.MinCount)
                return $"room for {room} of {podSet.MinCount} '{podSet.Name}' pods, even when empty";
        }
        return Amounts.FirstShort(TotalCapacity(cluster), shape.Least) >= 0 ? "its nodes together offer less than the gang takes" : null;
    }

    private static long[] TotalCapacity(ClusterIndex cluster)
    {
        long[] total = [];
        foreach (var nodeClass in cluster.Classes)
            total = Amounts.AddInto(total, nodeClass.Capacity, nodeClass.Nodes);
        return total;
    }
}

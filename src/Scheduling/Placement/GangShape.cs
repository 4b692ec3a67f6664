using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>
/// A demand made ready for placement: dense amounts, and what is remembered of it. One object for each equivalence class.
/// </summary>
internal sealed class GangShape
{
    private long _noRoomAt = -1;

    public GangShape(GangDemand demand, ResourceTable resources)
    {
        Demand = demand;
        Requests = [.. demand.PodSets.Select(p => resources.Dense(p.Shape.Requests))];
        Total = Sum(static p => p.Count);
        Least = Sum(static p => p.MinCount);
        WantsGpu = demand.PodSets.Any(static p => p.Shape.Requests[ResourceNames.Gpu] > 0);
        // Large pods first: small ones find room in what is left.
        var gpu = resources.Number(ResourceNames.Gpu);
        var cpu = resources.Number(ResourceNames.Cpu);
        Order = [.. Enumerable.Range(0, Requests.Length)
            .OrderByDescending(i => Amounts.At(Requests[i], gpu)).ThenByDescending(i => Amounts.At(Requests[i], cpu)).ThenBy(static i => i)];
    }

    public GangDemand Demand { get; }

    /// <summary>What one pod takes, by pod set.</summary>
    public long[][] Requests { get; }

    /// <summary>What the whole gang takes.</summary>
    public long[] Total { get; }

    /// <summary>What its smallest acceptable form takes.</summary>
    public long[] Least { get; }

    public bool WantsGpu { get; }

    /// <summary>Pod sets in the order in which they are placed.</summary>
    public int[] Order { get; }

    public bool IsElastic => Demand.PodSets.Any(static p => p.MinCount < p.Count);

    /// <summary>By cluster and flavors: the growth up to which it is known not to fit there, and the pod set that found no room.</summary>
    public Dictionary<(ClusterName Cluster, string Flavors), (long Growth, int FailedSet)> KnownNotToFit { get; } = [];

    /// <summary>
    /// False when it is certain that no cluster has room for the smallest acceptable form, whatever the queue: found out
    /// once for each growth of the fleet, by bucket.
    /// </summary>
    public bool MayHaveRoom(FleetIndex fleet)
    {
        if (_noRoomAt == fleet.Growth)
            return false;
        foreach (var cluster in fleet.Clusters)
            if (ClusterOrder.Refusal(cluster, this) is null && Amounts.FirstShort(cluster.Free, Least) < 0 && MayHaveRoom(cluster))
                return true;
        _noRoomAt = fleet.Growth;
        return false;
    }

    /// <summary>Pods of a pod set when <paramref name="extra"/> pods above the minimum are allowed, given out in order.</summary>
    public int[] Counts(int extra)
    {
        var counts = new int[Requests.Length];
        for (var i = 0; i < counts.Length; i++)
        {
            var set = Demand.PodSets[i];
            var more = Math.Min(extra, set.Count - set.MinCount);
            (counts[i], extra) = (set.MinCount + more, extra - more);
        }
        return counts;
    }

    /// <summary>Pods above the minimum, over all pod sets.</summary>
    public int Extra => Demand.PodSets.Sum(static p => p.Count - p.MinCount);

    // Each pod set by itself, and whatever its flavor.
    private bool MayHaveRoom(ClusterIndex cluster)
    {
        for (var set = 0; set < Requests.Length; set++)
        {
            var (needed, shape) = (Demand.PodSets[set].MinCount, Demand.PodSets[set].Shape);
            foreach (var nodeClass in cluster.Classes)
                if (needed > 0 && PodFilter.Refusal(nodeClass, shape, QuotaTree.AnyFlavor) is null)
                    needed -= nodeClass.Room(Requests[set], needed);
            if (needed > 0)
                return false;
        }
        return true;
    }

    private long[] Sum(Func<PodSetDemand, int> count)
    {
        long[] sum = [];
        for (var i = 0; i < Requests.Length; i++)
            sum = Amounts.AddInto(sum, Requests[i], count(Demand.PodSets[i]));
        return sum;
    }
}

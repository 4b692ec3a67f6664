using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>
/// Puts a gang onto the nodes of one cluster, whole or not at all. Pods of a set go to as few nodes as possible: full nodes'
/// worth onto the roomiest, the rest onto the tightest that holds it.
/// </summary>
internal sealed class GangPlacer(ClusterIndex cluster, ResourceTable resources)
{
    private readonly List<(IndexedNode Node, int PodSet, int First, int Count)> _taken = [];

    /// <summary>
    /// Places <paramref name="counts"/> pods of each set, each set on nodes of its flavor. On success the places are held in
    /// the index; otherwise the index is as before and <paramref name="failedSet"/> is the set that found no room.
    /// </summary>
    public GangPlacement? Place(GangShape shape, FlavorSpec[] flavors, int[] counts, out int failedSet)
    {
        _taken.Clear();
        foreach (var set in shape.Order)
        {
            if (PlaceSet(shape, set, flavors[set], counts[set]))
                continue;
            foreach (var (node, podSet, _, count) in _taken)
                cluster.UndoHold(node, shape.Requests[podSet], count);
            failedSet = set;
            return null;
        }
        failedSet = -1;
        return new GangPlacement(cluster.Name, Shares(shape));
    }

    private bool PlaceSet(GangShape shape, int set, FlavorSpec flavor, int count)
    {
        var request = shape.Requests[set];
        var podShape = shape.Demand.PodSets[set].Shape;
        if (podShape.NodeSelector.TryGetValue(NodeClassKey.HostnameLabel, out var hostname))
            return PlaceOnHost(hostname, podShape, flavor, set, request, count);
        for (var placed = 0; placed < count;)
        {
            var (node, pods) = Next(podShape, flavor, request, count - placed);
            if (node is null)
                return false;
            Take(node, set, placed, pods, request);
            placed += pods;
        }
        return true;
    }

    // The tightest node that holds all that remain; failing that, the one that holds most of them. Nodes with GPUs come last:
    // pods that ask for none take them only when no other node has room for a single one.
    private (IndexedNode? Node, int Pods) Next(PodShape podShape, FlavorSpec flavor, long[] request, int remaining)
    {
        (NodeBucket? Bucket, int Pods) best = (null, 0);
        foreach (var nodeClass in cluster.Classes)
        {
            if (nodeClass.CarriesGpu && best.Bucket is { Class.CarriesGpu: false })
                break;
            if (PodFilter.Refusal(nodeClass, podShape, flavor) is not null)
                continue;
            if (nodeClass.Tightest(request, remaining) is { } whole)
                best = best.Pods < remaining || IsTighter(whole, best.Bucket!) ? (whole, remaining) : best;
            else if (best.Pods < remaining && nodeClass.Roomiest(request, remaining) is var room && room.Pods > best.Pods)
                best = room;
        }
        return (best.Bucket?.Last, best.Pods);
    }

    private static bool IsTighter(NodeBucket one, NodeBucket other) =>
        Amounts.At(one.Free, one.Class.Primary) < Amounts.At(other.Free, other.Class.Primary);

    private bool PlaceOnHost(string hostname, PodShape podShape, FlavorSpec flavor, int set, long[] request, int count)
    {
        var node = cluster.FindHost(hostname);
        if (node?.Bucket is not { } bucket || PodFilter.Refusal(node.Class, podShape, flavor) is not null
            || Amounts.Times(bucket.Free, request, count) < count)
            return false;
        Take(node, set, 0, count, request);
        return true;
    }

    private void Take(IndexedNode node, int set, int first, int count, long[] request)
    {
        cluster.Hold(node, request, count);
        _taken.Add((node, set, first, count));
    }

    private ImmutableArray<NodeShare> Shares(GangShape shape)
    {
        var shares = ImmutableArray.CreateBuilder<NodeShare>();
        foreach (var group in _taken.GroupBy(static t => t.Node.Info.Name, StringComparer.Ordinal))
        {
            long[] sum = [];
            foreach (var (_, podSet, _, count) in group)
                sum = Amounts.AddInto(sum, shape.Requests[podSet], count);
            shares.Add(new NodeShare(group.Key,
                [.. group.Select(t => new PodShare(shape.Demand.PodSets[t.PodSet].Name, t.First, t.Count))], resources.Sparse(sum)));
        }
        return shares.DrainToImmutable();
    }
}

using System.Globalization;
using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>Says what a cluster lacks for a pod set: how many pods have room, and what the other nodes fail on.</summary>
internal static class RoomReport
{
    public static string Of(ClusterIndex cluster, GangShape shape, int set, FlavorSpec flavor, ResourceTable resources)
    {
        var podSet = shape.Demand.PodSets[set];
        var request = shape.Requests[set];
        if (podSet.Shape.NodeSelector.TryGetValue(NodeClassKey.HostnameLabel, out var hostname))
            return OnHost(cluster.FindHost(hostname), hostname, podSet, flavor, request);
        var failing = new SortedDictionary<string, int>(StringComparer.Ordinal);
        long room = 0;
        foreach (var nodeClass in cluster.Classes)
        {
            if (PodFilter.Refusal(nodeClass, podSet.Shape, flavor) is { } refusal)
            {
                Count(failing, refusal, nodeClass.Nodes);
                continue;
            }
            var open = 0;
            foreach (var bucket in nodeClass.Buckets)
            {
                open += bucket.Count;
                if (Amounts.FirstShort(bucket.Free, request) is >= 0 and var missing)
                    Count(failing, $"insufficient {resources.Name(missing)}", bucket.Count);
                else
                    room += (long)bucket.Count * Amounts.Times(bucket.Free, request, podSet.Count);
            }
            Count(failing, "not schedulable", nodeClass.Nodes - open);
        }
        var nodes = failing.Count == 0 ? "" : $" ({string.Join(", ", failing.Select(static f => $"{f.Value} {(f.Value == 1 ? "node" : "nodes")}: {f.Key}"))})";
        return string.Create(CultureInfo.InvariantCulture,
            $"room for {Math.Min(room, podSet.Count)} of {podSet.MinCount} '{podSet.Name}' pods on {cluster.Nodes} {(cluster.Nodes == 1 ? "node" : "nodes")}{nodes}");
    }

    private static string OnHost(IndexedNode? node, string hostname, PodSetDemand podSet, FlavorSpec flavor, long[] request)
    {
        if (node is null)
            return $"no node has the hostname {hostname}";
        if (PodFilter.Refusal(node.Class, podSet.Shape, flavor) is { } refusal)
            return $"node {hostname}: {refusal}";
        var room = node.Bucket is { } bucket ? Amounts.Times(bucket.Free, request, podSet.Count) : 0;
        return string.Create(CultureInfo.InvariantCulture, $"room for {room} of {podSet.MinCount} '{podSet.Name}' pods on node {hostname}");
    }

    private static void Count(SortedDictionary<string, int> failing, string why, int nodes)
    {
        if (nodes > 0)
            failing[why] = failing.GetValueOrDefault(why) + nodes;
    }
}

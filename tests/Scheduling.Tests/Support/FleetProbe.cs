using Muster.Contracts;

namespace Muster.Scheduling.Tests;

/// <summary>Looks inside an index. The only place in the tests that knows how it is built.</summary>
internal static class FleetProbe
{
    /// <summary>What is free on a node, below zero when it is overdrawn; null when the node is not shown.</summary>
    public static ResourceVector? FreeOn(this FleetIndex fleet, string cluster, string node) =>
        fleet.Find(cluster)?.Find(node) is { } found
            ? fleet.Resources.Sparse(found.Offered).Subtract(fleet.Resources.Sparse(found.Held))
            : null;

    /// <summary>What placement goes by: the free amounts under which the node is filed; null when it takes nothing new.</summary>
    public static ResourceVector? FiledUnder(this FleetIndex fleet, string cluster, string node) =>
        fleet.Find(cluster)?.Find(node)?.Bucket is { } bucket ? fleet.Resources.Sparse(bucket.Free) : null;

    /// <summary>What is free on a cluster's schedulable nodes together.</summary>
    public static ResourceVector Free(this FleetIndex fleet, string cluster) => fleet.Resources.Sparse(fleet.Find(cluster)!.Free);

    /// <summary>What a cluster's schedulable nodes offer together.</summary>
    public static ResourceVector Capacity(this FleetIndex fleet, string cluster) => fleet.Resources.Sparse(fleet.Find(cluster)!.Capacity);

    /// <summary>Everything that placement goes by, as text.</summary>
    public static string Dump(this FleetIndex fleet) => string.Join('\n', fleet.Clusters.Select(c =>
        $"{c.Name}: {fleet.Resources.Sparse(c.Free)} of {fleet.Resources.Sparse(c.Capacity)}\n" + string.Join('\n',
            c.NodeNames.Order(StringComparer.Ordinal).Select(n => $"  {n}: {fleet.FreeOn(c.Name.Value, n)} | {fleet.FiledUnder(c.Name.Value, n)}"))));

    private static ClusterIndex? Find(this FleetIndex fleet, string cluster) => fleet.Clusters.FirstOrDefault(c => c.Name.Value == cluster);
}

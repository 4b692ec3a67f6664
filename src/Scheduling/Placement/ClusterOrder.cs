using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>Which clusters a gang may go to, and in which order they are tried.</summary>
internal static class ClusterOrder
{
    /// <summary>
    /// Qualified clusters whose free total could hold the gang. Those with room on nodes without GPUs first when it needs
    /// none; then the fullest first, so that large gangs find empty clusters; then by name.
    /// </summary>
    public static IEnumerable<ClusterIndex> For(GangShape shape, FleetIndex fleet)
    {
        var gpu = fleet.Resources.Number(ResourceNames.Gpu);
        var cpu = fleet.Resources.Number(ResourceNames.Cpu);
        var scarce = shape.WantsGpu ? gpu : cpu;
        return fleet.Clusters
            .Where(c => Refusal(c, shape) is null && Amounts.FirstShort(c.Free, shape.Least) < 0)
            .OrderBy(c => !shape.WantsGpu && c.Classes.All(static n => n.CarriesGpu))
            .ThenBy(c => FreeShare(c, scarce))
            .ThenBy(static c => c.Name.Value, StringComparer.Ordinal);
    }

    /// <summary>Null when the cluster may take the gang, whether or not there is room; otherwise why not.</summary>
    public static string? Refusal(ClusterIndex cluster, GangShape shape)
    {
        if (cluster.Health != ClusterHealth.Ready)
            return Closed(cluster.Health);
        return ConstraintRefusal(cluster, shape.Demand.Clusters) ?? cluster.Cordon?.Describe();
    }

    private static string Closed(ClusterHealth health) => health switch
    {
        ClusterHealth.Suspect => "it does not answer at present",
        ClusterHealth.Lost => "it is lost: it has not answered for long",
        ClusterHealth.Healing => "it is back, and what is left there of older attempts is being removed",
        ClusterHealth.Unauthorized => "it does not let Muster in",
        ClusterHealth.Replaced => "another cluster answers in its place",
        _ => "it has not been heard from yet",
    };

    /// <summary>True when nothing but an operator's cordon keeps the gang from being tried there.</summary>
    public static bool IsOnlyCordoned(ClusterIndex cluster, GangShape shape) =>
        cluster.Cordon is not null && cluster.Health == ClusterHealth.Ready && ConstraintRefusal(cluster, shape.Demand.Clusters) is null;

    /// <summary>Null when the constraints allow the cluster; otherwise why not.</summary>
    public static string? ConstraintRefusal(ClusterIndex cluster, ClusterConstraints constraints)
    {
        if (!constraints.Names.IsDefaultOrEmpty && !constraints.Names.Contains(cluster.Spec.Name))
            return "not among the clusters that the job names";
        foreach (var (key, value) in constraints.Selector)
            if (!cluster.Spec.Labels.TryGetValue(key, out var actual) || actual != value)
                return $"not labelled {key}={value}";
        return null;
    }

    private static long FreeShare(ClusterIndex cluster, int resource) =>
        Amounts.At(cluster.Capacity, resource) is > 0 and var capacity
            ? (long)((Int128)Amounts.At(cluster.Free, resource) * 1000 / capacity)
            : 1000;
}

using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>A pod's hard wishes, checked against a class of nodes.</summary>
internal static class PodFilter
{
    /// <summary>Null when a pod of this shape and flavor may stand on nodes of the class; otherwise what forbids it.</summary>
    public static string? Refusal(NodeClass nodeClass, PodShape shape, FlavorSpec flavor)
    {
        foreach (var (key, value) in flavor.NodeLabels)
            if (!Has(nodeClass.Labels, key, value))
                return $"not of flavor {flavor.Name}";
        foreach (var (key, value) in shape.NodeSelector)
            if (key != NodeClassKey.HostnameLabel && !Has(nodeClass.Labels, key, value))
                return $"node selector {key}={value}";
        foreach (var taint in nodeClass.Taints)
            if (taint.Effect != "PreferNoSchedule" && !Tolerated(taint, shape.Tolerations))
                return $"taint {taint.Key}";
        return null;
    }

    /// <summary>False when the shape's selector contradicts the flavor's labels, whatever nodes there are.</summary>
    public static bool IsCompatible(PodShape shape, FlavorSpec flavor)
    {
        foreach (var (key, value) in flavor.NodeLabels)
            if (shape.NodeSelector.TryGetValue(key, out var wanted) && wanted != value)
                return false;
        return true;
    }

    private static bool Has(ImmutableSortedDictionary<string, string> labels, string key, string value) =>
        labels.TryGetValue(key, out var actual) && actual == value;

    private static bool Tolerated(Taint taint, ImmutableArray<Toleration> tolerations)
    {
        foreach (var toleration in tolerations)
            if (toleration.Tolerates(taint))
                return true;
        return false;
    }
}

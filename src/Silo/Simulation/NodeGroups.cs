using System.Collections.Immutable;
using System.Globalization;
using Muster.Contracts;

namespace Muster.Silo;

/// <summary>Turns valid node groups into nodes.</summary>
internal static class NodeGroups
{
    public static IEnumerable<NodeInfo> Nodes(SimulatedClusterOptions cluster) => cluster.NodeGroups.SelectMany(Nodes);

    private static IEnumerable<NodeInfo> Nodes(NodeGroupOptions group)
    {
        var allocatable = Allocatable(group);
        var taints = group.Taints.Select(t => TaintText.TryParse(t, out var taint) ? taint : default).ToImmutableArray();
        var labels = group.Labels.ToImmutableSortedDictionary(StringComparer.Ordinal);
        var digits = new string('0', Math.Max(2, group.Count.ToString(CultureInfo.InvariantCulture).Length));
        for (var i = 1; i <= group.Count; i++)
        {
            var name = group.NamePrefix + i.ToString(digits, CultureInfo.InvariantCulture);
            yield return new NodeInfo
            {
                Name = name,
                Allocatable = allocatable,
                Labels = labels.SetItem("kubernetes.io/hostname", name),
                Taints = taints,
            };
        }
    }

    private static ResourceVector Allocatable(NodeGroupOptions group)
    {
        var quantities = new Dictionary<string, string>(group.Allocatable, StringComparer.Ordinal);
        quantities.TryAdd(ResourceNames.Pods, NodeGroupOptions.DefaultPods);
        return ResourceVector.Of(quantities.Select(q =>
            new ResourceAmount(q.Key, Quantity.TryParse(q.Key, q.Value, out var amount, out _) ? amount : 0)));
    }
}

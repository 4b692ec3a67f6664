using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>Where the pods of an attempt are: taken from the pods themselves, and what they take from what was asked for.</summary>
internal static class ShownPlacement
{
    /// <summary>The places of the pods that have a node, and whether that is all of them.</summary>
    public static (GangPlacement Placement, bool IsWhole) OfPods(ShownAttempt shown, GangDemand demand)
    {
        var bound = shown.Pods.Where(static p => p.Node is { } node && Names.IsSubdomain(node))
            .GroupBy(static p => p.Name, StringComparer.Ordinal).ToDictionary(static p => p.Key, static p => p.First().Node!, StringComparer.Ordinal);
        var placed = Wanted(demand).Select(pod => (pod, Node: bound.GetValueOrDefault(PodPlan.NameOf(shown.Job, shown.Attempt, pod.Set.Name, pod.Index)))).ToArray();
        return (Of(shown.Cluster.Name, placed.Where(static p => p.Node is not null).Select(static p => (p.pod, p.Node!))), placed.All(static p => p.Node is not null));
    }

    /// <summary>True when a pod may run that was not asked for: nothing says what it takes.</summary>
    public static bool HasStrangers(ShownAttempt shown, GangDemand demand)
    {
        var wanted = Wanted(demand).Select(pod => PodPlan.NameOf(shown.Job, shown.Attempt, pod.Set.Name, pod.Index)).ToHashSet(StringComparer.Ordinal);
        return shown.Pods.Any(p => !p.HasEnded && !wanted.Contains(p.Name));
    }

    /// <summary>The places of a note, if every pod has one, and its node is there; else null.</summary>
    public static GangPlacement? OfNote(ShownAttempt shown, GangDemand demand)
    {
        if (shown.Anchor?.Note?.Placement is not { } noted || noted.Cluster != shown.Cluster.Name || noted.Nodes.IsDefaultOrEmpty)
            return null;
        var nodes = new Dictionary<(string Set, int Index), string>();
        foreach (var share in noted.Nodes)
        {
            if (share?.Node is null || share.Pods.IsDefault || !shown.Cluster.Nodes.Contains(share.Node))
                return null;
            foreach (var pods in share.Pods)
            {
                if (pods.PodSet is null || pods.First < 0 || pods.Count is < 1 or > JobSpec.MaxPods || pods.First > JobSpec.MaxPods)
                    return null;
                for (var index = pods.First; index < pods.First + pods.Count; index++)
                    if (nodes.Count >= JobSpec.MaxPods || !nodes.TryAdd((pods.PodSet, index), share.Node))
                        return null;
            }
        }
        var wanted = Wanted(demand).ToArray();
        return wanted.Length == nodes.Count && wanted.All(pod => nodes.ContainsKey((pod.Set.Name, pod.Index)))
            ? Of(shown.Cluster.Name, wanted.Select(pod => (pod, nodes[(pod.Set.Name, pod.Index)])))
            : null;
    }

    /// <summary>True when no pod that has a node is elsewhere than the placement says.</summary>
    public static bool Agrees(ShownAttempt shown, GangPlacement recorded)
    {
        var nodes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var share in recorded.Nodes)
            foreach (var pods in share.Pods)
                for (var index = pods.First; index < pods.First + pods.Count; index++)
                    nodes[PodPlan.NameOf(shown.Job, shown.Attempt, pods.PodSet, index)] = share.Node;
        return shown.Pods.All(p => p.Node is null || !nodes.TryGetValue(p.Name, out var node) || node == p.Node);
    }

    private static IEnumerable<(PodSetDemand Set, int Index)> Wanted(GangDemand demand) =>
        demand.PodSets.SelectMany(static set => Enumerable.Range(0, set.Count).Select(index => (set, index)));

    private static GangPlacement Of(ClusterName cluster, IEnumerable<((PodSetDemand Set, int Index) Pod, string Node)> placed) => new(cluster,
    [
        .. placed.GroupBy(static p => p.Node, StringComparer.Ordinal).OrderBy(static n => n.Key, StringComparer.Ordinal).Select(static node => new NodeShare(
            node.Key, [.. node.GroupBy(static p => p.Pod.Set).SelectMany(static set => Shares(set.Key.Name, [.. set.Select(static p => p.Pod.Index).Order()]))],
            ResourceVector.Of(node.SelectMany(static p => p.Pod.Set.Shape.Requests.Entries)))),
    ]);

    // Neighbours are one share.
    private static IEnumerable<PodShare> Shares(string set, int[] indexes)
    {
        for (var from = 0; from < indexes.Length;)
        {
            var to = from + 1;
            while (to < indexes.Length && indexes[to] == indexes[to - 1] + 1)
                to++;
            yield return new(set, indexes[from], to - from);
            from = to;
        }
    }
}

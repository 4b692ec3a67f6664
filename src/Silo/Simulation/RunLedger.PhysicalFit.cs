using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Silo;

/// <content>Nodes.</content>
public static partial class RunLedger
{
    /// <summary>The pods that hold a node, terminating ones included, never take more than it physically has.</summary>
    public static ImmutableArray<string> PhysicalFit(IEnumerable<RunRecord> runs, IEnumerable<NodeCapacity> machines)
    {
        var findings = ImmutableArray.CreateBuilder<string>();
        var capacities = machines.ToDictionary(m => (m.Cluster, m.Node), m => m.Allocatable);
        foreach (var node in runs.Where(r => r.Ending != RunEnding.Rejected).GroupBy(r => (r.Cluster, r.Node)))
            if (capacities.TryGetValue(node.Key, out var allocatable))
                FindOverload(findings, $"{node.Key.Cluster}/{node.Key.Node}", node, allocatable);
            else
                findings.Add($"{node.Key.Cluster}/{node.Key.Node}: pods were there, but there is no such node");
        return findings.ToImmutable();
    }

    /// <summary>No kubelet refused a pod: the scheduler never gave a node more than it could take.</summary>
    public static ImmutableArray<string> NeverRejected(IEnumerable<RunRecord> runs) =>
        [.. runs.Where(r => r.Ending == RunEnding.Rejected).Select(r => $"{r.Job}: {Where(r)} was rejected at {r.Bound:O}")];

    private static void FindOverload(
        ImmutableArray<string>.Builder findings, string name, IEnumerable<RunRecord> runs, ResourceVector allocatable)
    {
        // At one moment, places are given back before others are taken.
        var steps = runs.SelectMany(r => new[] { (At: r.Bound, Take: true, Run: r), (At: r.End, Take: false, Run: r) })
            .OrderBy(s => s.At).ThenBy(s => s.Take);
        var (used, over) = (ResourceVector.Empty, false);
        foreach (var (at, take, run) in steps)
        {
            used = take ? used.Add(run.Requests) : used.Subtract(run.Requests);
            var fits = used.FitsIn(allocatable);
            if (!fits && !over)
                findings.Add($"{name}: pods take {used} at {at:O}, with {run.Pod}; it has {allocatable}");
            over = !fits;
        }
    }
}

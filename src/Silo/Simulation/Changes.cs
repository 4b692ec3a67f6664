using Muster.Contracts;

namespace Muster.Silo;

/// <summary>What an operation has changed and its cluster has not yet written and shown.</summary>
internal sealed class Changes
{
    public HashSet<SimulatedPod> Pods { get; } = [];

    public HashSet<SimulatedNode> Nodes { get; } = [];

    public Dictionary<string, RunRecord> Runs { get; } = new(StringComparer.Ordinal);

    public List<AttemptRef> Closed { get; } = [];

    public List<ClusterEvent> Events { get; } = [];

    public bool Any => Pods.Count + Nodes.Count + Runs.Count + Closed.Count + Events.Count > 0;

    public void Clear()
    {
        Pods.Clear();
        Nodes.Clear();
        Runs.Clear();
        Closed.Clear();
        Events.Clear();
    }
}

using Muster.Contracts;

namespace Muster.Silo;

/// <summary>What an operation has changed and its cluster has not yet written and shown.</summary>
internal sealed class Changes
{
    public HashSet<SimulatedPod> Pods { get; } = [];

    public HashSet<SimulatedNode> Nodes { get; } = [];

    public Dictionary<string, RunRecord> Runs { get; } = new(StringComparer.Ordinal);

    public List<AttemptRef> Closed { get; } = [];

    /// <summary>Anchors as they are now; null for one that is gone.</summary>
    public Dictionary<AttemptRef, AnchorObservation?> Anchors { get; } = [];

    public LedgerPosition? Witness { get; set; }

    public List<ClusterEvent> Events { get; } = [];

    public bool Any => Pods.Count + Nodes.Count + Runs.Count + Closed.Count + Anchors.Count + Events.Count > 0 || Witness is not null;

    public void Clear()
    {
        Pods.Clear();
        Nodes.Clear();
        Runs.Clear();
        Closed.Clear();
        Anchors.Clear();
        Witness = null;
        Events.Clear();
    }
}

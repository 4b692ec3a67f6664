namespace Muster.Contracts;

/// <summary>One thing that changed in a cluster. Exactly one of the four is set; none of them for a mere sign of life.</summary>
public sealed record ClusterEvent
{
    /// <summary>Where a watch continues after this.</summary>
    public string Revision { get; init; } = "";

    /// <summary>A node is new or different.</summary>
    public NodeInfo? Node { get; init; }

    /// <summary>The name of a node that is gone.</summary>
    public string? RemovedNode { get; init; }

    /// <summary>A pod is new or different.</summary>
    public PodObservation? Pod { get; init; }

    /// <summary>A pod that is gone, as last seen.</summary>
    public PodObservation? RemovedPod { get; init; }
}

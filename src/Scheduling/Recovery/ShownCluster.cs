using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>What a cluster shows of Muster's attempts, read at one time.</summary>
/// <param name="Name">The cluster.</param>
/// <param name="Nodes">Names of its nodes.</param>
/// <param name="Anchors">What stands for attempts.</param>
/// <param name="Pods">Pods of attempts.</param>
public sealed record ShownCluster(
    ClusterName Name, ImmutableHashSet<string> Nodes, ImmutableArray<AnchorObservation> Anchors, ImmutableArray<PodObservation> Pods);

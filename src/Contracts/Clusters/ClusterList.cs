using System.Collections.Immutable;

namespace Muster.Contracts;

/// <summary>Everything that a cluster holds, from one consistent read.</summary>
/// <param name="Revision">Where a watch continues.</param>
/// <param name="Nodes">Every node.</param>
/// <param name="Pods">Every pod of Muster's.</param>
public sealed record ClusterList(string Revision, ImmutableArray<NodeInfo> Nodes, ImmutableArray<PodObservation> Pods);

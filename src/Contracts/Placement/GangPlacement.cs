using System.Collections.Immutable;

namespace Muster.Contracts;

/// <summary>Where every pod of a gang goes.</summary>
/// <param name="Cluster">The one cluster that holds the whole gang.</param>
/// <param name="Nodes">Its nodes' parts; each node once.</param>
[GenerateSerializer, Immutable, Alias("muster.gang-placement")]
public sealed record GangPlacement([property: Id(0)] ClusterName Cluster, [property: Id(1)] ImmutableArray<NodeShare> Nodes);

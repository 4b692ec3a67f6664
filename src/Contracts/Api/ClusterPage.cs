using System.Collections.Immutable;

namespace Muster.Contracts;

/// <summary>Every cluster, as <c>GET /v1/clusters</c> answers.</summary>
/// <param name="Items">The clusters, in the order of their names.</param>
public sealed record ClusterPage(ImmutableArray<ClusterSnapshot> Items);

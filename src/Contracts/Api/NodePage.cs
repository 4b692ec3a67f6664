using System.Collections.Immutable;

namespace Muster.Contracts;

/// <summary>Nodes of a cluster, as <c>GET /v1/clusters/{name}/nodes</c> answers.</summary>
/// <param name="Items">The nodes, in the order of their names.</param>
/// <param name="Next">What to send as <c>after</c> for the next page; null when this is the last. A page may be short, even empty, before the last.</param>
public sealed record NodePage(ImmutableArray<NodeSnapshot> Items, string? Next);

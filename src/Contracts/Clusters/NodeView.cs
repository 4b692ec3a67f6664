namespace Muster.Contracts;

/// <summary>A node's facts, and the version of its cluster's table that they are from.</summary>
/// <param name="Node">The facts; null when the cluster has no such node.</param>
/// <param name="Version">Version of the table; grows within one <paramref name="Incarnation"/>.</param>
/// <param name="Incarnation">Identity of the table; another one starts from 0 again.</param>
[GenerateSerializer, Immutable, Alias("muster.node-view")]
public sealed record NodeView(
    [property: Id(0)] NodeInfo? Node, [property: Id(1)] long Version, [property: Id(2)] EpochToken Incarnation);

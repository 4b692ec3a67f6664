namespace Muster.Contracts;

/// <summary>What the planner says of one cluster for one job.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="Fits">True when the whole gang fits there now.</param>
/// <param name="Message">Why not, with counts of nodes by what fails there; or where it would go.</param>
[GenerateSerializer, Immutable, Alias("muster.cluster-verdict")]
public sealed record ClusterVerdict([property: Id(0)] ClusterName Cluster, [property: Id(1)] bool Fits, [property: Id(2)] string Message);

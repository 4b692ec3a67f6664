using Muster.Contracts;

namespace Muster.Silo;

/// <summary>What a node of a cluster physically has.</summary>
public sealed record NodeCapacity(string Cluster, string Node, ResourceVector Allocatable);

namespace Muster.Contracts;

/// <summary>No node of that name is known in the cluster.</summary>
[GenerateSerializer, Alias("muster.error.node-not-found")]
public sealed class NodeNotFoundException(string cluster, string node) : MusterException($"Cluster {Names.Clip(cluster)} has no node '{Names.Clip(node)}'. GET /v1/clusters/{Names.Clip(cluster)}/nodes lists those it has.")
{
    /// <inheritdoc/>
    public override string Code => "NodeNotFound";
}

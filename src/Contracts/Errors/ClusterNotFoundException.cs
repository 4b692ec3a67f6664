namespace Muster.Contracts;

/// <summary>No cluster of that name is known.</summary>
[GenerateSerializer, Alias("muster.error.cluster-not-found")]
public sealed class ClusterNotFoundException(string cluster) : MusterException($"No cluster '{Names.Clip(cluster)}' is known. List clusters with: muster get clusters")
{
    /// <inheritdoc/>
    public override string Code => "ClusterNotFound";
}

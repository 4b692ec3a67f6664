namespace Muster.Contracts;

/// <summary>The cluster did not answer. The outcome of a write is unknown.</summary>
[GenerateSerializer, Alias("muster.error.cluster-unreachable")]
public sealed class ClusterUnreachableException(string message, Exception? innerException = null) : MusterException(message, innerException)
{
    /// <inheritdoc/>
    public override string Code => "ClusterUnreachable";
}

namespace Muster.Contracts;

/// <summary>The cluster answers, and does not let this caller in (401, or 403 where a right is missing). Nothing was done.</summary>
[GenerateSerializer, Alias("muster.error.cluster-unauthorized")]
public sealed class ClusterUnauthorizedException(string message, Exception? innerException = null) : MusterException(message, innerException)
{
    /// <inheritdoc/>
    public override string Code => "ClusterUnauthorized";
}

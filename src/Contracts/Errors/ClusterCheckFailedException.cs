namespace Muster.Contracts;

/// <summary>A cluster that was to be registered does not answer, does not let Muster in, or not far enough. Nothing was registered.</summary>
[GenerateSerializer, Alias("muster.error.cluster-check-failed")]
public sealed class ClusterCheckFailedException(string message) : MusterException(message)
{
    /// <inheritdoc/>
    public override string Code => "ClusterCheckFailed";
}

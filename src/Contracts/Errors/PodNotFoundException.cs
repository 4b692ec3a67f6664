namespace Muster.Contracts;

/// <summary>No pod of that name is known of the job's attempt.</summary>
[GenerateSerializer, Alias("muster.error.pod-not-found")]
public sealed class PodNotFoundException(string message) : MusterException(message)
{
    /// <inheritdoc/>
    public override string Code => "PodNotFound";
}

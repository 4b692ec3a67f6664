namespace Muster.Contracts;

/// <summary>What is on record of a cluster does not allow it: its name is taken, jobs hold places there, or it is configured. Nothing was done.</summary>
[GenerateSerializer, Alias("muster.error.cluster-conflict")]
public sealed class ClusterConflictException(string message) : MusterException(message)
{
    /// <inheritdoc/>
    public override string Code => "ClusterConflict";
}

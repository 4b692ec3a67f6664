namespace Muster.Contracts;

/// <summary>A bound was hit; try again later.</summary>
[GenerateSerializer, Alias("muster.error.overloaded")]
public sealed class OverloadedException(string message) : MusterException(message)
{
    /// <inheritdoc/>
    public override string Code => "Overloaded";
}

namespace Muster.Contracts;

/// <summary>The request carries no credential, or none that is good.</summary>
[GenerateSerializer, Alias("muster.error.unauthenticated")]
public sealed class UnauthenticatedException(string message) : MusterException(message)
{
    /// <inheritdoc/>
    public override string Code => "Unauthenticated";
}

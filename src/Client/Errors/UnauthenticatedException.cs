using Muster.Contracts;

namespace Muster.Client;

/// <summary>The credential is missing, wrong or has expired.</summary>
/// <param name="message">The sentence.</param>
public sealed class UnauthenticatedException(string message) : MusterException(message)
{
    /// <inheritdoc/>
    public override string Code => "Unauthenticated";
}

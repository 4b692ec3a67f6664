using Muster.Contracts;

namespace Muster.Client;

/// <summary>The credential does not allow this.</summary>
/// <param name="message">The sentence.</param>
public sealed class ForbiddenException(string message) : MusterException(message)
{
    /// <inheritdoc/>
    public override string Code => "Forbidden";
}

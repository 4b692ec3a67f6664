using Muster.Contracts;

namespace Muster.Client;

/// <summary>No silo answered. Nothing was changed.</summary>
/// <param name="message">The sentence.</param>
/// <param name="innerException">The cause.</param>
public sealed class UnreachableException(string message, Exception? innerException = null) : MusterException(message, innerException)
{
    /// <inheritdoc/>
    public override string Code => "Unreachable";
}

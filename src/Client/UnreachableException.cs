using Muster.Contracts;

namespace Muster.Client;

/// <summary>No silo answered. A submission's outcome is unknown; sending it again with the same token is safe.</summary>
public sealed class UnreachableException(string message, Exception innerException) : MusterException(message, innerException)
{
    /// <inheritdoc/>
    public override string Code => "Unreachable";
}

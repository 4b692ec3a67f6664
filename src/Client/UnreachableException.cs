using Muster.Contracts;

namespace Muster.Client;

/// <summary>No silo answered.</summary>
/// <param name="message">The sentence.</param>
/// <param name="outcomeUnknown">True when the request may have been received.</param>
/// <param name="innerException">The cause.</param>
public sealed class UnreachableException(string message, bool outcomeUnknown, Exception innerException) : MusterException(message, innerException)
{
    /// <inheritdoc/>
    public override string Code => "Unreachable";

    /// <summary>True when the request may have been received; sending a submission again with the same token is safe.</summary>
    public bool OutcomeUnknown => outcomeUnknown;
}

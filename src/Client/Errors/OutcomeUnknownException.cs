using Muster.Contracts;

namespace Muster.Client;

/// <summary>A change may have been made although no answer said so, and there is no budget left to find out.</summary>
/// <param name="message">The sentence.</param>
/// <param name="token">The submission token; empty for other changes.</param>
/// <param name="innerException">What went wrong last.</param>
public sealed class OutcomeUnknownException(string message, string token, Exception? innerException = null) : MusterException(message, innerException)
{
    /// <inheritdoc/>
    public override string Code => "OutcomeUnknown";

    /// <summary>The token of the submission: sending the same job with it again is safe. Empty when no job was submitted.</summary>
    public string Token => token;
}

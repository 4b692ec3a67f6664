namespace Muster.Contracts;

/// <summary>The ledger cannot take or give records at present. Nothing was lost; the outcome of a write is unknown.</summary>
[GenerateSerializer, Alias("muster.error.ledger-unavailable")]
public sealed class LedgerUnavailableException(string message, Exception? innerException = null) : MusterException(message, innerException)
{
    /// <inheritdoc/>
    public override string Code => "LedgerUnavailable";
}

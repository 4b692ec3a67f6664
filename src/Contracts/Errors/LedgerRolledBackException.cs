namespace Muster.Contracts;

/// <summary>The ledger's store was wiped, or has gone back behind what it had answered. Nothing is written to it any more.</summary>
[GenerateSerializer, Alias("muster.error.ledger-rolled-back")]
public sealed class LedgerRolledBackException(string message, Exception? innerException = null) : MusterException(message, innerException)
{
    /// <inheritdoc/>
    public override string Code => "LedgerRolledBack";
}

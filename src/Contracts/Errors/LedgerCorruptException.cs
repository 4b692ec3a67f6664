namespace Muster.Contracts;

/// <summary>The ledger's file is damaged or of another kind.</summary>
[GenerateSerializer, Alias("muster.error.ledger-corrupt")]
public sealed class LedgerCorruptException(string message, Exception? innerException = null) : MusterException(message, innerException)
{
    /// <inheritdoc/>
    public override string Code => "LedgerCorrupt";
}

namespace Muster.Contracts;

/// <summary>A recovery of the ledger was not begun: a cluster cannot be looked at, and was not left out. Nothing was changed.</summary>
[GenerateSerializer, Alias("muster.error.recovery-refused")]
public sealed class RecoveryRefusedException(string message) : MusterException(message)
{
    /// <inheritdoc/>
    public override string Code => "RecoveryRefused";
}

using System.Globalization;

namespace Muster.Contracts;

/// <summary>
/// A fencing token: made anew by each activation that opens a node or a queue tree in the ledger, so that what an older
/// activation still says can be told apart and refused. Never compared by order, only for equality.
/// </summary>
[GenerateSerializer, Immutable, Alias("muster.epoch-token")]
public readonly record struct EpochToken([property: Id(0)] Guid Value)
{
    /// <summary>A token that no other activation has.</summary>
    public static EpochToken New() => new(Guid.NewGuid());

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("N", CultureInfo.InvariantCulture);
}

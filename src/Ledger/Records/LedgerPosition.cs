namespace Muster.Ledger;

/// <summary>How far a store has come.</summary>
/// <param name="Incarnation">Which store.</param>
/// <param name="Counter">Grows with every write.</param>
public sealed record LedgerPosition(Guid Incarnation, long Counter);

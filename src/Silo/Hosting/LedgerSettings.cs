using Muster.Ledger;

namespace Muster.Silo;

/// <summary>Which ledger the silo writes to.</summary>
public sealed class LedgerSettings
{
    /// <summary>Default: a file in <see cref="SiloSettings.Data"/>.</summary>
    public LedgerKind Kind { get; set; } = LedgerKind.Sqlite;

    /// <summary>How to reach Redis and what to ask of it, for <see cref="LedgerKind.Redis"/>.</summary>
    public RedisLedgerOptions Redis { get; set; } = new();
}

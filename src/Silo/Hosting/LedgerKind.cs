namespace Muster.Silo;

/// <summary>Where the ledger is kept.</summary>
public enum LedgerKind
{
    /// <summary>A file in the silo's directory: one silo.</summary>
    Sqlite,

    /// <summary>A Redis server: one silo, or several.</summary>
    Redis,
}

namespace Muster.Ledger;

/// <summary>Settings of the ledger on SQLite.</summary>
public sealed class SqliteLedgerOptions
{
    public const string DefaultPath = "data/ledger.db";
    public const int DefaultMaxBatch = 512;
    public const int DefaultMaxQueuedOperations = 16_384;
    public const int DefaultMaxReaders = 4;
    public const long DefaultMaxChanges = 1_000_000;
    public static readonly TimeSpan DefaultBusyTimeout = TimeSpan.FromMilliseconds(20);
    public static readonly TimeSpan MaxBusyTimeout = TimeSpan.FromSeconds(5);

    /// <summary>The database file. Its directory is made if need be; two more files come to lie beside it, and a lock.</summary>
    public string Path { get; set; } = DefaultPath;

    /// <summary>Most operations of one transaction: 1 to 8,192.</summary>
    public int MaxBatch { get; set; } = DefaultMaxBatch;

    /// <summary>Most operations that wait, and most reads; further ones are refused at once. 1 to 1,000,000.</summary>
    public int MaxQueuedOperations { get; set; } = DefaultMaxQueuedOperations;

    /// <summary>Most reads at the same time: 1 to 64.</summary>
    public int MaxReaders { get; set; } = DefaultMaxReaders;

    /// <summary>Entries of the event log that are kept, the newest; at least 1,000.</summary>
    public long MaxChanges { get; set; } = DefaultMaxChanges;

    /// <summary>How long to wait for a lock that another process (a backup, say) holds: up to 5 seconds.</summary>
    public TimeSpan BusyTimeout { get; set; } = DefaultBusyTimeout;

    /// <summary>Largest size of the file, in pages; 0 for no limit but the disk's. For tests of a full disk.</summary>
    internal int MaxPages { get; set; }
}

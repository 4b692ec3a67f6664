using System.Data.Common;
using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>Says what went wrong with the file, and what to do about it.</summary>
internal sealed class StoreFaults(string path)
{
    public string Path { get; } = path;

    /// <summary>True when the store failed; false when an operation did.</summary>
    public static bool IsOfStore(Exception fault) => fault is SqliteFault { IsOfStore: true };

    /// <summary>True when the file is damaged: writing on would make it worse.</summary>
    public static bool IsCorruption(Exception fault) => fault is SqliteFault { IsCorruption: true };

    /// <summary>The answer of a ledger that has been closed.</summary>
    public static LedgerUnavailableException Closed() => new("The ledger is closed: this silo is shutting down.");

    /// <summary>The error for an operation that failed by itself, and surely left nothing behind.</summary>
    public static Exception ExplainRefusal(Exception fault) => fault is SqliteFault
        ? new InvalidOperationException($"The ledger cannot record this, and has recorded nothing of it: {fault.Message}", fault)
        : fault;

    /// <summary>The error to answer with; a new one each time, for each is thrown by itself.</summary>
    public Exception Explain(Exception fault) => fault switch
    {
        SqliteFault { IsCorruption: true } => new LedgerCorruptException(
            $"The ledger '{Path}' is damaged. It is left as it is: stop the silo and restore the file from a backup. {fault.Message}", fault),
        SqliteFault { IsFull: true } => new LedgerUnavailableException(
            $"There is no space left for the ledger '{Path}'. Make space on its disk; it goes on by itself.", fault),
        SqliteFault { IsBusy: true } => new LedgerUnavailableException(
            $"Another process holds a lock on the ledger '{Path}'. End it (sqlite3, a backup?); the ledger goes on by itself.", fault),
        DbException => new LedgerUnavailableException(
            $"The ledger '{Path}' cannot be read or written at present. Look at its disk and its permissions. {fault.Message}", fault),
        MusterException => fault,
        _ => new LedgerUnavailableException($"The ledger '{Path}' failed. {fault.Message}", fault),
    };
}

using System.Data.Common;
using static SQLitePCL.raw;

namespace Muster.Ledger;

/// <summary>SQLite refused something; <c>ErrorCode</c> is its extended result code.</summary>
internal sealed class SqliteFault(string message, int code) : DbException(message, code)
{
    private int Primary => ErrorCode & 0xFF;

    /// <summary>The file is damaged, or no database.</summary>
    public bool IsCorruption => Primary is SQLITE_CORRUPT or SQLITE_NOTADB;

    /// <summary>The disk or quota is full.</summary>
    public bool IsFull => Primary == SQLITE_FULL;

    /// <summary>Another process holds a lock.</summary>
    public bool IsBusy => Primary is SQLITE_BUSY or SQLITE_LOCKED or SQLITE_PROTOCOL;

    /// <summary>True when the store is at fault, not the statement: whatever runs next would fail as well.</summary>
    public bool IsOfStore => IsCorruption || IsFull || IsBusy
        || Primary is SQLITE_IOERR or SQLITE_READONLY or SQLITE_CANTOPEN or SQLITE_NOMEM or SQLITE_PERM or SQLITE_NOLFS or SQLITE_AUTH;
}

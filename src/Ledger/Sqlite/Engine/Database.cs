using SQLitePCL;
using static SQLitePCL.raw;

namespace Muster.Ledger;

/// <summary>
/// A connection to a database file, without the layers of ADO.NET: binding a value costs a call, not a lookup by name.
/// Belongs to one thread at a time.
/// </summary>
internal sealed class Database : IDisposable
{
    private readonly sqlite3 _handle;
    private readonly List<Statement> _statements = [];

    static Database() => Batteries_V2.Init();

    private Database(sqlite3 handle) => _handle = handle;

    /// <summary>Opens a file.</summary>
    /// <exception cref="SqliteFault">It cannot be opened.</exception>
    public static Database Open(string path, FileAccess access, TimeSpan busyTimeout, bool create = false)
    {
        var flags = SQLITE_OPEN_NOMUTEX
            | (access == FileAccess.Read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE)
            | (create ? SQLITE_OPEN_CREATE : 0);
        var result = sqlite3_open_v2(path, out var handle, flags, null);
        var database = new Database(handle);
        try
        {
            database.Check(result);
            database.Check(sqlite3_extended_result_codes(handle, 1));
            database.Check(sqlite3_busy_timeout(handle, (int)busyTimeout.TotalMilliseconds));
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>A statement of this connection, prepared when it is first used and kept as long as the connection.</summary>
    public Statement Statement(string sql)
    {
        var statement = new Statement(this, sql);
        _statements.Add(statement);
        return statement;
    }

    /// <summary>Runs statements that return nothing of interest.</summary>
    public void Execute(string sql) => Check(sqlite3_exec(_handle, sql));

    /// <summary>Runs a statement that returns one number.</summary>
    public long Number(string sql)
    {
        using var row = Statement(sql).Open();
        return row.Next() ? row.Long(0) : 0;
    }

    /// <summary>Runs a statement that returns one text.</summary>
    public string Text(string sql)
    {
        using var row = Statement(sql).Open();
        return row.Next() ? row.Text(0) : "";
    }

    /// <summary>Rolls back what is open, if something is: some faults have rolled back already.</summary>
    public void Rollback()
    {
        if (sqlite3_get_autocommit(_handle) == 0)
            Execute("ROLLBACK");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in _statements)
            statement.Close();
        _handle.Dispose();
    }

    internal sqlite3_stmt Prepare(string sql)
    {
        Check(sqlite3_prepare_v3(_handle, sql, SQLITE_PREPARE_PERSISTENT, out var statement));
        return statement;
    }

    internal void Check(int result)
    {
        if (result != SQLITE_OK)
            throw Fault(result);
    }

    internal SqliteFault Fault(int result) =>
        new($"{sqlite3_errmsg(_handle).utf8_to_string()} ({sqlite3_errstr(result).utf8_to_string()}, {result})", result);
}

using System.Buffers.Binary;
using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>The database file: made, told apart from others, and opened.</summary>
internal sealed class LedgerFile(string path, SqliteLedgerOptions options)
{
    private const int HeaderLength = 100;
    private const int UserVersionOffset = 60;
    private const int ApplicationIdOffset = 68;

    /// <summary>Makes the file if there is none; else looks whether it is a ledger, without touching it.</summary>
    /// <exception cref="LedgerCorruptException">It is something else, or damaged, or too new.</exception>
    /// <exception cref="LedgerUnavailableException">It cannot be made or read.</exception>
    public void Prepare()
    {
        try
        {
            if (File.Exists(path))
                Inspect();
            else if (File.Exists(path + "-wal"))
                throw new LedgerCorruptException(
                    $"The ledger '{path}' is missing, but its journal '{path}-wal' is there. Put the file back, or move the journal away to begin a new ledger.");
            else
                Make();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new LedgerUnavailableException($"The ledger '{path}' cannot be read: {fault.Message}", fault);
        }
    }

    /// <summary>Opens the connection that writes.</summary>
    public Database OpenWriter()
    {
        var database = Database.Open(path, FileAccess.ReadWrite, options.BusyTimeout);
        try
        {
            // FULL flushes the journal with each commit; the other figures bound the journal and the memory.
            database.Execute("""
                PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4096; PRAGMA journal_size_limit = 67108864;
                PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY; PRAGMA cell_size_check = ON;
                """);
            RequireVersion(database.Number("PRAGMA user_version"));
            Upgrade(database);
            if (database.Text("PRAGMA journal_mode = WAL") != "wal")
                throw new LedgerUnavailableException($"The disk of the ledger '{path}' does not support SQLite's write-ahead log. Use a local disk.");
            database.Execute(CordonTable.Create);
            database.Execute(RecoveryTable.Create);
            if (options.MaxPages > 0)
                database.Execute($"PRAGMA max_page_count = {options.MaxPages}");
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Opens a connection that reads.</summary>
    public Database OpenReader()
    {
        var database = Database.Open(path, FileAccess.Read, options.BusyTimeout);
        database.Execute("PRAGMA cache_size = -8192; PRAGMA temp_store = MEMORY;");
        return database;
    }

    // Made beside its place and then renamed, so that a crash leaves a whole file or none.
    private void Make()
    {
        var draft = path + ".new";
        File.Delete(draft);
        using (var database = Database.Open(draft, FileAccess.ReadWrite, options.BusyTimeout, create: true))
        {
            database.Execute($"""
                PRAGMA synchronous = FULL; PRAGMA application_id = {Schema.ApplicationId}; PRAGMA journal_mode = WAL;
                BEGIN; {Schema.Create} PRAGMA user_version = {Schema.Version}; COMMIT;
                """);
            database.Statement("INSERT INTO meta(id, incarnation, last_seq, last_epoch) VALUES(0, ?, 0, 0)").With(Guid.NewGuid()).Execute();
        }
        File.Move(draft, path);
    }

    // Each step whole or not at all, with the version that it leads to. An older Muster refuses the file from then on.
    private static void Upgrade(Database database)
    {
        for (var version = database.Number("PRAGMA user_version"); version < Schema.Version; version++)
            database.Execute($"BEGIN IMMEDIATE; {Schema.Steps[version - 1]} PRAGMA user_version = {version + 1}; COMMIT;");
    }

    private void Inspect()
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
            if (file.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength || !header.StartsWith("SQLite format 3\0"u8))
                throw new LedgerCorruptException(
                    $"'{path}' is no ledger, or its first page is damaged. It is left as it is: restore it from a backup, or set another path for the ledger.");
        if (BinaryPrimitives.ReadInt32BigEndian(header[ApplicationIdOffset..]) != Schema.ApplicationId)
            throw new LedgerCorruptException(
                $"'{path}' is a database of another program. It is left as it is: set another path for the ledger.");
        RequireVersion(BinaryPrimitives.ReadInt32BigEndian(header[UserVersionOffset..]));
    }

    private void RequireVersion(long version)
    {
        if (version > Schema.Version)
            throw new LedgerCorruptException(
                $"The ledger '{path}' was written by a newer Muster (format {version}; this one knows up to {Schema.Version}). Run that version or a later one.");
        if (version < 1)
            throw new LedgerCorruptException($"The ledger '{path}' has no format version. Restore it from a backup.");
    }
}

using SQLitePCL;
using static SQLitePCL.raw;

namespace Muster.Ledger;

/// <summary>Walks over the rows of a statement. Spans it gives are good until the next row.</summary>
internal readonly ref struct Cursor(Statement statement, sqlite3_stmt handle)
{
    public bool Next() => statement.Step();

    public bool IsNull(int column) => sqlite3_column_type(handle, column) == SQLITE_NULL;

    public long Long(int column) => sqlite3_column_int64(handle, column);

    public int Int(int column) => (int)sqlite3_column_int64(handle, column);

    public long? LongOrNull(int column) => IsNull(column) ? null : Long(column);

    public string Text(int column) => sqlite3_column_text(handle, column).utf8_to_string() ?? "";

    public string? TextOrNull(int column) => sqlite3_column_text(handle, column).utf8_to_string();

    public ReadOnlySpan<byte> Bytes(int column) => sqlite3_column_blob(handle, column);

    public byte[]? BytesOrNull(int column) => IsNull(column) ? null : Bytes(column).ToArray();

    public void Dispose() => statement.Reset();
}

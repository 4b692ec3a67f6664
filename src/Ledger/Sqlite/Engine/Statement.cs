using System.Text;
using SQLitePCL;
using static SQLitePCL.raw;

namespace Muster.Ledger;

/// <summary>A prepared statement. Values are bound in the order of its question marks, then it is run; then again.</summary>
internal sealed class Statement(Database database, string sql)
{
    private const int StackBytes = 512;

    private sqlite3_stmt? _handle;
    private int _bound;

    private sqlite3_stmt Handle => _handle ??= database.Prepare(sql);

    public Statement With(long value) => Bound(sqlite3_bind_int64(Handle, ++_bound, value));

    public Statement With(long? value) => value is { } number ? With(number) : Bound(sqlite3_bind_null(Handle, ++_bound));

    public Statement With(string? value)
    {
        if (value is null)
            return Bound(sqlite3_bind_null(Handle, ++_bound));
        if (value.Length is 0 or > StackBytes / 3)
            return Bound(sqlite3_bind_text(Handle, ++_bound, value));
        Span<byte> utf8 = stackalloc byte[StackBytes];
        var length = Encoding.UTF8.GetBytes(value, utf8);
        return Bound(sqlite3_bind_text(Handle, ++_bound, (ReadOnlySpan<byte>)utf8[..length]));
    }

    public Statement With(ReadOnlySpan<byte> value) => Bound(sqlite3_bind_blob(Handle, ++_bound, value));

    public Statement With(byte[]? value) => value is null ? Bound(sqlite3_bind_null(Handle, ++_bound)) : With(value.AsSpan());

    public Statement With(Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes);
        return With((ReadOnlySpan<byte>)bytes);
    }

    /// <summary>Runs it for its effect.</summary>
    public void Execute()
    {
        try
        {
            Step();
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Runs it for its rows. The cursor must be disposed of: until then the connection's view stays open.</summary>
    public Cursor Open() => new(this, Handle);

    /// <summary>Gives back what it holds. Its connection does that at its own end.</summary>
    internal void Close()
    {
        _handle?.Dispose();
        _handle = null;
    }

    internal bool Step() => sqlite3_step(Handle) switch
    {
        SQLITE_ROW => true,
        SQLITE_DONE => false,
        var fault => throw database.Fault(fault),
    };

    internal void Reset()
    {
        _bound = 0;
        if (_handle is not null)
            _ = sqlite3_reset(_handle); // It repeats the error of the last step, which has been thrown.
    }

    private Statement Bound(int result)
    {
        if (result == SQLITE_OK)
            return this;
        Reset();
        throw database.Fault(result);
    }
}

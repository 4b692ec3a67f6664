using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Muster.Silo;

/// <summary>A prepared statement with parameters <c>$0</c>, <c>$1</c>, … by position.</summary>
internal sealed class Statement : IDisposable
{
    private readonly SqliteCommand _command;

    public Statement(SqliteConnection connection, string sql, int parameters)
    {
        _command = connection.CreateCommand();
#pragma warning disable CA2100 // Every text is a constant of this folder.
        _command.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 0; i < parameters; i++)
            _command.Parameters.Add(new SqliteParameter("$" + i.ToString(CultureInfo.InvariantCulture), null));
    }

    public void Execute(params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
            _command.Parameters[i].Value = values[i] switch
            {
                null => DBNull.Value,
                DateTimeOffset moment => moment.UtcTicks,
                var value => value,
            };
        _command.ExecuteNonQuery();
    }

    public void TryExecute()
    {
        try
        {
            _command.ExecuteNonQuery();
        }
        catch (SqliteException)
        {
        }
    }

    public void Dispose() => _command.Dispose();
}

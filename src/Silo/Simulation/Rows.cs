using Microsoft.Data.Sqlite;

namespace Muster.Silo;

/// <summary>Reading of the values that the simulation stores.</summary>
internal static class Rows
{
    public static IEnumerable<SqliteDataReader> Query(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Every text is a constant of this folder.
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        while (reader.Read())
            yield return reader;
    }

    public static void Execute(this SqliteConnection connection, string sql)
    {
        using var statement = new Statement(connection, sql, 0);
        statement.Execute();
    }

    public static DateTimeOffset Moment(this SqliteDataReader row, int column) => new(row.GetInt64(column), TimeSpan.Zero);

    public static DateTimeOffset? MomentOrNull(this SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.Moment(column);

    public static string? TextOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}

using System.Collections.Immutable;
using Microsoft.Data.Sqlite;

namespace Muster.Silo;

/// <summary>
/// Reads what really ran, from the files of clusters, also while a silo has them open; and checks it against what Muster
/// promises. A check returns what it found, a sentence each; nothing when all is well.
/// </summary>
public static partial class RunLedger
{
    /// <summary>
    /// Every pod's stay on a node, in order of binding. What happened while no silo was there is added when the next one opens
    /// the cluster.
    /// </summary>
    public static ImmutableArray<RunRecord> Read(string path)
    {
        using var connection = Open(path);
        return [.. RunTable.Read(connection)];
    }

    /// <summary>What the nodes of the cluster physically have.</summary>
    public static ImmutableArray<NodeCapacity> ReadMachines(string path)
    {
        using var connection = Open(path);
        return [.. RunTable.ReadMachines(connection)];
    }

    private static SqliteConnection Open(string path)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false };
        var connection = new SqliteConnection(settings.ToString());
        connection.Open();
        return connection;
    }
}

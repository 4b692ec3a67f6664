using System.Text.Json;
using Microsoft.Data.Sqlite;
using Muster.Contracts;

namespace Muster.Silo;

/// <summary>The tables of a cluster's file that outlast the pods: its runs, and what its nodes physically have.</summary>
internal static class RunTable
{
    public const string Schema = """
        CREATE TABLE IF NOT EXISTS runs(
            uid TEXT PRIMARY KEY, cluster TEXT NOT NULL, node TEXT NOT NULL, pod TEXT NOT NULL, job TEXT NOT NULL,
            attempt INTEGER NOT NULL, podset TEXT NOT NULL, idx INTEGER NOT NULL, gang INTEGER NOT NULL, requests TEXT NOT NULL,
            created INTEGER NOT NULL, bound INTEGER NOT NULL, started INTEGER, ended INTEGER, ending INTEGER NOT NULL,
            stop_asked INTEGER) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS machines(
            cluster TEXT NOT NULL, node TEXT NOT NULL, allocatable TEXT NOT NULL, PRIMARY KEY(cluster, node)) WITHOUT ROWID;
        """;

    public static Statement PrepareWrite(SqliteConnection connection) => new(
        connection, "INSERT OR REPLACE INTO runs VALUES($0,$1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15)", 16);

    public static void Write(Statement statement, RunRecord run) => statement.Execute(
        run.Uid, run.Cluster, run.Node, run.Pod, run.Job.ToString(), run.Attempt.Value, run.PodSet, run.Index, run.Gang,
        ToJson(run.Requests), run.Created, run.Bound, run.Started, run.Ended, (int)run.Ending, run.StopAsked);

    public static IEnumerable<RunRecord> Read(SqliteConnection connection) =>
        connection.Query("SELECT * FROM runs ORDER BY bound, uid").Select(ReadRun);

    /// <summary>The runs of pods that are still there.</summary>
    public static IEnumerable<RunRecord> ReadPresent(SqliteConnection connection) =>
        connection.Query("SELECT runs.* FROM pods CROSS JOIN runs ON runs.uid = pods.uid").Select(ReadRun);

    /// <summary>The run of one pod, the latest if there are several; null when there is none. Looks at all: nobody asks often.</summary>
    public static RunRecord? Find(SqliteConnection connection, JobId job, Attempt attempt, string pod)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT * FROM runs WHERE job = $job AND attempt = $attempt AND pod = $pod ORDER BY bound DESC LIMIT 1";
        command.Parameters.AddWithValue("$job", job.ToString());
        command.Parameters.AddWithValue("$attempt", attempt.Value);
        command.Parameters.AddWithValue("$pod", pod);
        using var row = command.ExecuteReader();
        return row.Read() ? ReadRun(row) : null;
    }

    public static IEnumerable<NodeCapacity> ReadMachines(SqliteConnection connection) =>
        connection.Query("SELECT cluster, node, allocatable FROM machines ORDER BY node")
            .Select(row => new NodeCapacity(row.GetString(0), row.GetString(1), FromJson(row.GetString(2))));

    public static string ToJson(ResourceVector resources) => JsonSerializer.Serialize(resources, MusterJson.Default.ResourceVector);

    public static ResourceVector FromJson(string json) => JsonSerializer.Deserialize(json, MusterJson.Default.ResourceVector)!;

    private static RunRecord ReadRun(SqliteDataReader row) => new()
    {
        Uid = row.GetString(0),
        Cluster = row.GetString(1),
        Node = row.GetString(2),
        Pod = row.GetString(3),
        Job = JobId.FromKey(row.GetString(4)),
        Attempt = new Attempt(row.GetInt64(5)),
        PodSet = row.GetString(6),
        Index = row.GetInt32(7),
        Gang = row.GetInt32(8),
        Requests = FromJson(row.GetString(9)),
        Created = row.Moment(10),
        Bound = row.Moment(11),
        Started = row.MomentOrNull(12),
        Ended = row.MomentOrNull(13),
        Ending = (RunEnding)row.GetInt32(14),
        StopAsked = row.MomentOrNull(15),
    };
}

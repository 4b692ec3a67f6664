using System.Text.Json;
using Microsoft.Data.Sqlite;
using Muster.Contracts;

namespace Muster.Silo;

/// <summary>
/// A cluster's file. What was written is in the operating system's hands, not on the disk: it outlives the process, which
/// is the only death that is simulated here.
/// </summary>
internal sealed class ClusterFile : IDisposable
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS pods(
            sequence INTEGER PRIMARY KEY, uid TEXT NOT NULL, name TEXT NOT NULL, job TEXT NOT NULL, submission TEXT NOT NULL,
            attempt INTEGER NOT NULL, podset TEXT NOT NULL, idx INTEGER NOT NULL, gang INTEGER NOT NULL, program TEXT NOT NULL,
            created INTEGER NOT NULL, node TEXT, phase INTEGER NOT NULL, terminating INTEGER NOT NULL, message TEXT,
            starts INTEGER NOT NULL, ends INTEGER NOT NULL, gone INTEGER NOT NULL, incarnation TEXT NOT NULL DEFAULT '');
        CREATE TABLE IF NOT EXISTS nodes(
            name TEXT PRIMARY KEY, foreign_use TEXT NOT NULL, cordoned INTEGER NOT NULL, lost INTEGER, removed INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS closed(id INTEGER PRIMARY KEY, job TEXT NOT NULL, attempt INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS anchors(
            job TEXT NOT NULL, attempt INTEGER NOT NULL, submission TEXT NOT NULL, incarnation TEXT NOT NULL, stopped INTEGER NOT NULL, note TEXT,
            PRIMARY KEY(job, attempt)) WITHOUT ROWID;
        """;

    private readonly FileStream? _lock;
    private readonly SqliteConnection _connection;
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _writePod;
    private readonly Statement _deletePod;
    private readonly Statement _writeNode;
    private readonly Statement _writeClosed;
    private readonly Statement _writeAnchor;
    private readonly Statement _deleteAnchor;
    private readonly Statement _writeMeta;
    private readonly Statement _writeRun;

    /// <summary>Opens a cluster's file, or one in memory for null. Only one process at a time can be the cluster.</summary>
    /// <exception cref="IOException">Another process has it open.</exception>
    public ClusterFile(string? path)
    {
        _lock = path is null ? null : Lock(path);
        _connection = new(new SqliteConnectionStringBuilder { DataSource = path ?? ":memory:", Pooling = false }.ToString());
        _connection.Open();
        _connection.Execute("PRAGMA journal_mode=WAL");
        _connection.Execute("PRAGMA synchronous=OFF");
        _connection.Execute(Schema + RunTable.Schema);
        AddColumns();
        _begin = Prepare("BEGIN IMMEDIATE", 0);
        _commit = Prepare("COMMIT", 0);
        _writePod = Prepare("INSERT OR REPLACE INTO pods VALUES($0,$1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18)", 19);
        _deletePod = Prepare("DELETE FROM pods WHERE sequence = $0", 1);
        _writeNode = Prepare("INSERT OR REPLACE INTO nodes VALUES($0,$1,$2,$3,$4)", 5);
        _writeClosed = Prepare("INSERT INTO closed(job, attempt) VALUES($0,$1)", 2);
        _writeAnchor = Prepare("INSERT OR REPLACE INTO anchors VALUES($0,$1,$2,$3,$4,$5)", 6);
        _deleteAnchor = Prepare("DELETE FROM anchors WHERE job = $0 AND attempt = $1", 2);
        _writeMeta = Prepare("INSERT OR REPLACE INTO meta VALUES($0,$1)", 2);
        _writeRun = RunTable.PrepareWrite(_connection);
    }

    public SqliteConnection Connection => _connection;

    public ClusterImage Load() => ClusterImage.Read(_connection);

    /// <summary>Writes everything that has changed, whole or not at all.</summary>
    public void Write(Changes changes, long revision) => Transact(() =>
    {
        foreach (var pod in changes.Pods)
            WritePod(pod);
        foreach (var node in changes.Nodes)
            _writeNode.Execute(node.Seen.Name, RunTable.ToJson(node.Seen.Foreign), node.Cordoned, node.LostAt, node.Removed);
        foreach (var run in changes.Runs.Values)
            RunTable.Write(_writeRun, run);
        foreach (var (job, attempt) in changes.Closed)
            _writeClosed.Execute(job.ToString(), attempt.Value);
        foreach (var (owner, anchor) in changes.Anchors)
            WriteAnchor(owner, anchor);
        if (changes.Witness is { } witness)
            _writeMeta.Execute(ClusterImage.WitnessKey, witness.ToString());
        _writeMeta.Execute(ClusterImage.RevisionKey, EventRing.Text(revision));
    });

    /// <summary>Writes what makes the cluster itself, and forgets attempts that were closed too long ago.</summary>
    public void WriteIdentity(string incarnation, IEnumerable<NodeCapacity> machines, int closedAttempts) => Transact(() =>
    {
        _writeMeta.Execute(ClusterImage.IncarnationKey, incarnation);
        using var machine = Prepare("INSERT OR REPLACE INTO machines VALUES($0,$1,$2)", 3);
        foreach (var (cluster, node, allocatable) in machines)
            machine.Execute(cluster, node, RunTable.ToJson(allocatable));
        using var forget = Prepare("DELETE FROM closed WHERE id <= (SELECT max(id) FROM closed) - $0", 1);
        forget.Execute(closedAttempts);
    });

    public void Dispose()
    {
        _begin.Dispose();
        _commit.Dispose();
        _writePod.Dispose();
        _deletePod.Dispose();
        _writeNode.Dispose();
        _writeClosed.Dispose();
        _writeAnchor.Dispose();
        _deleteAnchor.Dispose();
        _writeMeta.Dispose();
        _writeRun.Dispose();
        _connection.Dispose();
        _lock?.Dispose();
    }

    // A file of an earlier version has no incarnations: to whoever opens it, its pods are those of another ledger.
    private void AddColumns()
    {
        if (!_connection.Query("SELECT 1 FROM pragma_table_info('pods') WHERE name = 'incarnation'").Any())
            _connection.Execute("ALTER TABLE pods ADD COLUMN incarnation TEXT NOT NULL DEFAULT ''");
    }

    private Statement Prepare(string sql, int parameters) => new(_connection, sql, parameters);

    private void Transact(Action write)
    {
        _begin.Execute();
        try
        {
            write();
            _commit.Execute();
        }
        catch
        {
            // The error that is under way says more than a second one would.
            using var rollback = Prepare("ROLLBACK", 0);
            rollback.TryExecute();
            throw;
        }
    }

    private void WritePod(SimulatedPod pod)
    {
        if (pod.Removed)
            _deletePod.Execute(pod.Sequence);
        else
            _writePod.Execute(
                pod.Sequence, pod.Seen.Uid, pod.Seen.Name, pod.Seen.Job.ToString(), pod.Seen.JobUid, pod.Seen.Attempt.Value,
                pod.Seen.PodSet, pod.Seen.Index, pod.Gang, pod.Program.Json, pod.Created, pod.Seen.Node, (int)pod.Seen.Phase,
                pod.Seen.Terminating, pod.Seen.Message, pod.StartsAt, pod.EndsAt, pod.GoneAt, pod.Seen.Incarnation);
    }

    private void WriteAnchor(AttemptRef owner, AnchorObservation? anchor)
    {
        if (anchor is null)
            _deleteAnchor.Execute(owner.Job.ToString(), owner.Attempt.Value);
        else
            _writeAnchor.Execute(
                owner.Job.ToString(), owner.Attempt.Value, anchor.JobUid, anchor.Incarnation, anchor.Stopped,
                anchor.Note is { } note ? JsonSerializer.Serialize(note, MusterJson.Default.JobNote) : null);
    }

    private static FileStream Lock(string path)
    {
        try
        {
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new IOException($"The simulated cluster in '{path}' is in use by another process; give each silo a data directory of its own.", e);
        }
    }
}

using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>Clusters: those that were registered, and the identities of those of the configuration.</summary>
internal sealed class ClusterTable(Database database)
{
    public const string Create = """
        CREATE TABLE cluster(
            name TEXT PRIMARY KEY,
            state INTEGER NOT NULL,
            spec BLOB NOT NULL,
            uid TEXT,
            added_by TEXT NOT NULL,
            added_at INTEGER NOT NULL,
            version INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        """;

    private const string Columns = "spec, uid, added_by, added_at, version, state";

    private readonly Statement _find = database.Statement($"SELECT {Columns} FROM cluster WHERE name = ?");
    private readonly Statement _all = database.Statement($"SELECT {Columns} FROM cluster ORDER BY name");
    private readonly Statement _count = database.Statement("SELECT count(*) FROM cluster");
    private readonly Statement _delete = database.Statement("DELETE FROM cluster WHERE name = ?");

    private readonly Statement _set = database.Statement("""
        INSERT INTO cluster(name, spec, uid, added_by, added_at, version, state) VALUES(?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET spec = excluded.spec, uid = excluded.uid, added_by = excluded.added_by,
            added_at = excluded.added_at, version = excluded.version, state = excluded.state
        """);

    // Also what was only admitted: its coordinator may be about to commit it. The index of charged jobs serves it.
    private readonly Statement _jobs = database.Statement($"""
        SELECT count(*) FROM job WHERE root IS NOT NULL
        AND state BETWEEN {(int)JobState.Admitted} AND {(int)JobState.Fencing} AND cluster = ?
        """);

    public long Count
    {
        get
        {
            using var row = _count.Open();
            return row.Next() ? row.Long(0) : 0;
        }
    }

    public ClusterRegistration? Find(ClusterName cluster)
    {
        using var row = _find.With(cluster.Value).Open();
        return row.Next() ? Read(row) : null;
    }

    public List<ClusterRegistration> All()
    {
        var clusters = new List<ClusterRegistration>();
        using var row = _all.Open();
        while (row.Next())
            clusters.Add(Read(row));
        return clusters;
    }

    public void Set(ClusterRegistration cluster) => _set
        .With(cluster.Spec.Name).With(new Json<ClusterSpec>(cluster.Spec, MusterJson.Default.ClusterSpec).Utf8).With(cluster.Uid).With(cluster.AddedBy)
        .With(cluster.AddedAt.UtcTicks).With(cluster.Version).With((long)cluster.State).Execute();

    public void Delete(ClusterName cluster) => _delete.With(cluster.Value).Execute();

    /// <summary>Jobs that hold places in a cluster, or were admitted to it.</summary>
    public int Jobs(ClusterName cluster)
    {
        using var row = _jobs.With(cluster.Value).Open();
        return row.Next() ? row.Int(0) : 0;
    }

    private static ClusterRegistration Read(in Cursor row) => new()
    {
        Spec = Json<ClusterSpec>.Decode(row.Bytes(0), MusterJson.Default.ClusterSpec), Uid = row.TextOrNull(1), AddedBy = row.Text(2),
        AddedAt = Moment.Of(row.Long(3)), Version = row.Long(4), State = (RegistrationState)row.Int(5),
    };
}

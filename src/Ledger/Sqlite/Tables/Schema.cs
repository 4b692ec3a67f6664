namespace Muster.Ledger;

/// <summary>The tables' definitions. A change to them is a new version, and a step from the version before.</summary>
internal static class Schema
{
    /// <summary>Tells a ledger from any other SQLite file: "MSTR".</summary>
    public const int ApplicationId = 0x4D535452;

    /// <summary>Version of the definitions below.</summary>
    public const int Version = 4;

    /// <summary>How a file of an older version becomes one of the next: the first step leads from version 1 to 2.</summary>
    public static readonly string[] Steps =
    [
        "ALTER TABLE change ADD COLUMN queue TEXT NOT NULL DEFAULT '';",
        "ALTER TABLE job ADD COLUMN traceparent TEXT;",
        ClusterTable.Create,
    ];

    public const string Create = Jobs + ClusterTable.Create;

    private const string Jobs = """
        CREATE TABLE meta(
            id INTEGER PRIMARY KEY CHECK(id = 0),
            incarnation BLOB NOT NULL,
            last_seq INTEGER NOT NULL,
            last_epoch INTEGER NOT NULL) STRICT;

        CREATE TABLE job(
            seq INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE,
            namespace TEXT NOT NULL,
            uid TEXT NOT NULL,
            queue TEXT NOT NULL,
            priority INTEGER NOT NULL,
            state INTEGER NOT NULL,
            ce INTEGER NOT NULL,
            aborted_up_to INTEGER NOT NULL,
            attempt INTEGER NOT NULL,
            runs INTEGER NOT NULL,
            retries INTEGER NOT NULL,
            drain_to INTEGER,
            not_before INTEGER,
            submitted_at INTEGER NOT NULL,
            since INTEGER NOT NULL,
            started_at INTEGER,
            finished_at INTEGER,
            change INTEGER NOT NULL,
            root TEXT,
            cluster TEXT,
            placement BLOB,
            charge BLOB,
            reason_code INTEGER,
            reason TEXT,
            traceparent TEXT) STRICT;
        CREATE INDEX job_namespace ON job(namespace);
        CREATE INDEX job_queued ON job(queue, change) WHERE state = 0;
        CREATE INDEX job_charged ON job(state, root, since) WHERE root IS NOT NULL;

        CREATE TABLE job_body(
            job INTEGER PRIMARY KEY,
            token TEXT NOT NULL,
            metadata BLOB NOT NULL,
            spec BLOB NOT NULL,
            demand BLOB NOT NULL) STRICT;

        CREATE TABLE submission(
            namespace TEXT NOT NULL,
            token TEXT NOT NULL,
            job INTEGER NOT NULL,
            body_hash TEXT NOT NULL,
            forgotten INTEGER,
            PRIMARY KEY(namespace, token)) STRICT, WITHOUT ROWID;
        CREATE INDEX submission_forgotten ON submission(forgotten) WHERE forgotten IS NOT NULL;

        CREATE TABLE claim(
            cluster TEXT NOT NULL,
            node TEXT NOT NULL,
            job INTEGER NOT NULL,
            PRIMARY KEY(cluster, node, job)) STRICT, WITHOUT ROWID;

        CREATE TABLE node_epoch(
            cluster TEXT NOT NULL,
            node TEXT NOT NULL,
            token BLOB NOT NULL,
            PRIMARY KEY(cluster, node)) STRICT, WITHOUT ROWID;

        CREATE TABLE tree_epoch(
            root TEXT PRIMARY KEY,
            token BLOB NOT NULL) STRICT, WITHOUT ROWID;

        CREATE TABLE dependency(
            needs TEXT NOT NULL,
            job INTEGER NOT NULL,
            PRIMARY KEY(needs, job)) STRICT, WITHOUT ROWID;
        CREATE INDEX dependency_job ON dependency(job);

        CREATE TABLE change(
            sequence INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            job TEXT NOT NULL,
            uid TEXT NOT NULL,
            from_state INTEGER,
            to_state INTEGER NOT NULL,
            attempt INTEGER,
            cluster TEXT,
            reason_code INTEGER,
            reason TEXT,
            queue TEXT NOT NULL DEFAULT '') STRICT;
        CREATE INDEX change_job ON change(job);

        """;
}

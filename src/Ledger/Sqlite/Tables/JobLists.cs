using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>Jobs by the hundred.</summary>
internal sealed class JobLists(Database database)
{
    private readonly Statement _queued = database.Statement($"""
        SELECT job.key, job.priority, job.seq, job.since, job.not_before, job.change, job_body.demand,
            EXISTS (SELECT 1 FROM dependency WHERE dependency.job = job.seq), job.traceparent
        FROM job JOIN job_body ON job_body.job = job.seq
        WHERE job.state = {(int)JobState.Queued} AND job.queue = ? AND job.change > ? ORDER BY job.change LIMIT ?
        """);

    private readonly Statement _charged = database.Statement($"""
        SELECT {JobRow.Columns} FROM job WHERE root = ?
        AND state BETWEEN {(int)JobState.Admitted} AND {(int)JobState.Fencing} ORDER BY seq
        """);

    private readonly Statement _stuck = database.Statement(
        "SELECT key FROM job WHERE root = ? AND state = ? AND since < ? ORDER BY since, seq LIMIT ?");

    // The index of charged jobs: a cluster is asked for rarely, and an index of its own would cost every change of state.
    private readonly Statement _placed = database.Statement($"""
        SELECT {JobRow.Columns} FROM job WHERE root IS NOT NULL
        AND state BETWEEN {(int)JobState.Committed} AND {(int)JobState.Fencing} AND cluster = ? ORDER BY seq
        """);

    public List<QueuedJob> Queued(QueueName queue, long afterChange, int limit)
    {
        var jobs = new List<QueuedJob>();
        var demands = new DemandPool();
        using var row = _queued.With(queue.Value).With(afterChange).With(limit).Open();
        while (row.Next())
            jobs.Add(new(
                new PendingJob
                {
                    Id = JobId.FromKey(row.Text(0)),
                    Priority = row.Int(1),
                    Seq = row.Long(2),
                    QueuedAt = Moment.Of(row.Long(3)),
                    NotBefore = Moment.Of(row.LongOrNull(4)),
                    Demand = demands.Get(row.Bytes(6)),
                    // Only what is recorded: very many jobs may wait.
                    TraceParent = row.TextOrNull(8) is { } trace && trace.EndsWith("-01", StringComparison.Ordinal) ? trace : null,
                },
                row.Long(5),
                row.Int(7) != 0));
        return jobs;
    }

    public List<JobRow> Charged(QueueName root) => Rows(_charged.With(root.Value));

    public List<JobRow> Placed(ClusterName cluster) => Rows(_placed.With(cluster.Value));

    public List<JobId> Stuck(QueueName root, JobState state, long before, int limit)
    {
        var jobs = new List<JobId>();
        using var row = _stuck.With(root.Value).With((long)state).With(before).With(limit).Open();
        while (row.Next())
            jobs.Add(JobId.FromKey(row.Text(0)));
        return jobs;
    }

    private static List<JobRow> Rows(Statement query)
    {
        var rows = new List<JobRow>();
        using var row = query.Open();
        while (row.Next())
            rows.Add(JobRow.From(row));
        return rows;
    }
}

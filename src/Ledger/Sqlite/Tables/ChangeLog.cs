using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>The event log: an entry for every change of a job's state, of the newest changes.</summary>
internal sealed class ChangeLog(Database database)
{
    private const string Columns = "sequence, at, job, uid, from_state, to_state, attempt, cluster, reason_code, reason, queue";

    private readonly Statement _insert = database.Statement(
        $"INSERT INTO change({Columns}) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

    private readonly Statement _first = database.Statement("SELECT min(sequence) FROM change");
    private readonly Statement _last = database.Statement("SELECT max(sequence) FROM change");
    private readonly Statement _trim = database.Statement("DELETE FROM change WHERE sequence <= ?");

    private readonly Statement _ofAll = database.Statement(
        $"SELECT {Columns} FROM change WHERE sequence > ? ORDER BY sequence LIMIT ?");

    private readonly Statement _ofJob = database.Statement(
        $"SELECT {Columns} FROM change WHERE job = ? AND sequence > ? ORDER BY sequence LIMIT ?");

    /// <summary>Appends the change that the job has just made. The cluster is the one it was or is in.</summary>
    public void Append(JobRow job, JobState? from, string? cluster)
    {
        var placed = job.State.HoldsPlaces() || from?.HoldsPlaces() == true;
        _insert.With(job.Change).With(job.Since).With(job.Id.ToString()).With(job.Uid).With((long?)from).With((long)job.State)
            .With(placed ? job.Attempt.Value : null).With(cluster)
            .With((long?)job.Reason?.Code).With(job.Reason?.Message).With(job.Queue).Execute();
    }

    /// <summary>Number of the oldest entry that is kept; 0 when there is none.</summary>
    public long First() => Number(_first);

    /// <summary>Number of the newest entry; 0 when there is none.</summary>
    public long Last() => Number(_last);

    public void Trim(long upTo) => _trim.With(upTo).Execute();

    public List<JobChange> Read(long after, JobId? job, int limit)
    {
        var query = job is { } id ? _ofJob.With(id.ToString()) : _ofAll;
        var changes = new List<JobChange>();
        using var row = query.With(after).With(limit).Open();
        while (row.Next())
            changes.Add(new()
            {
                Sequence = row.Long(0),
                At = Moment.Of(row.Long(1)),
                Job = JobId.FromKey(row.Text(2)),
                Uid = row.Text(3),
                From = (JobState?)row.LongOrNull(4),
                To = (JobState)row.Int(5),
                Attempt = row.LongOrNull(6) is { } attempt ? new Attempt(attempt).ToString() : null,
                Cluster = row.TextOrNull(7),
                Reason = row.LongOrNull(8) is { } code ? new((ReasonCode)code, row.Text(9)) : null,
                Queue = row.Text(10),
            });
        return changes;
    }

    private static long Number(Statement query)
    {
        using var row = query.Open();
        return row.Next() ? row.Long(0) : 0;
    }
}

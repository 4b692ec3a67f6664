using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>Jobs one by one: what changes in one narrow row, what never does in a second one.</summary>
internal sealed class JobTable(Database database, RecentJobs recent)
{
    private readonly Statement _find = database.Statement($"SELECT {JobRow.Columns} FROM job WHERE key = ?");
    private readonly Statement _findBySeq = database.Statement($"SELECT {JobRow.Columns} FROM job WHERE seq = ?");
    private readonly Statement _findBody = database.Statement("SELECT metadata, spec, demand FROM job_body WHERE job = ?");
    private readonly Statement _findToken = database.Statement("SELECT token FROM job_body WHERE job = ?");
    private readonly Statement _state = database.Statement("SELECT state FROM job WHERE key = ?");
    private readonly Statement _deleteJob = database.Statement("DELETE FROM job WHERE seq = ?");
    private readonly Statement _deleteBody = database.Statement("DELETE FROM job_body WHERE job = ?");
    private readonly Statement _setEpoch = database.Statement("UPDATE job SET ce = ? WHERE seq = ?");
    private readonly Statement _setAborted = database.Statement("UPDATE job SET aborted_up_to = ? WHERE seq = ?");

    private readonly Statement _insertBody = database.Statement(
        "INSERT INTO job_body(job, token, metadata, spec, demand) VALUES(?, ?, ?, ?, ?)");

    private readonly Statement _insert = database.Statement("""
        INSERT INTO job(seq, key, namespace, uid, queue, priority, state, submitted_at, since, change,
            traceparent, ce, aborted_up_to, attempt, runs, retries) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, 0)
        """);

    private readonly Statement _update = database.Statement("""
        UPDATE job SET state = ?, attempt = ?, runs = ?, retries = ?, drain_to = ?, not_before = ?, since = ?, started_at = ?,
            finished_at = ?, change = ?, root = ?, cluster = ?, placement = ?, charge = ?, reason_code = ?, reason = ? WHERE seq = ?
        """);

    /// <summary>Finds a job's row, without its body.</summary>
    public JobRow? Find(JobId id)
    {
        using var row = _find.With(id.ToString()).Open();
        return row.Next() ? JobRow.From(row) : null;
    }

    /// <summary>Finds a job's row, without its body.</summary>
    public JobRow? Find(long seq)
    {
        using var row = _findBySeq.With(seq).Open();
        return row.Next() ? JobRow.From(row) : null;
    }

    /// <summary>Adds the body to a row. False when the job has been deleted since the row was read.</summary>
    public bool TryComplete(JobRow job)
    {
        recent.Recall(job);
        job.Body ??= ReadBody(job.Seq);
        return job.Body is not null;
    }

    public JobState? State(JobId id)
    {
        using var row = _state.With(id.ToString()).Open();
        return row.Next() ? (JobState)row.Int(0) : null;
    }

    public void Insert(JobRow job, string token)
    {
        var body = job.Body!;
        _insert.With(job.Seq).With(job.Id.ToString()).With(job.Id.Namespace).With(job.Uid).With(job.Queue).With(job.Priority)
            .With((long)job.State).With(job.SubmittedAt).With(job.Since).With(job.Change).With(job.TraceParent).Execute();
        _insertBody.With(job.Seq).With(token)
            .With(body.Metadata.Utf8).With(body.Spec.Utf8).With(body.Demand.Utf8).Execute();
    }

    /// <summary>Writes a job that had a sequence number already, in another store.</summary>
    public void Restore(JobRow job)
    {
        recent.Forget(job.Seq);
        Insert(job, "");
        Update(job);
        UpdateCoordinatorEpoch(job);
        UpdateAbortedUpTo(job);
    }

    /// <summary>Writes all that a change of state may change.</summary>
    public void Update(JobRow job) =>
        _update.With((long)job.State).With(job.Attempt.Value).With(job.Runs).With(job.Retries).With((long?)job.DrainTo)
            .With(job.NotBefore).With(job.Since).With(job.StartedAt).With(job.FinishedAt).With(job.Change)
            .With(job.Root).With(job.Cluster).With(job.Placement?.Utf8).With(job.Charge?.Utf8)
            .With((long?)job.Reason?.Code).With(job.Reason?.Message).With(job.Seq).Execute();

    public void UpdateCoordinatorEpoch(JobRow job) => _setEpoch.With(job.CoordinatorEpoch).With(job.Seq).Execute();

    public void UpdateAbortedUpTo(JobRow job) => _setAborted.With(job.AbortedUpTo.Value).With(job.Seq).Execute();

    /// <summary>The token a job was submitted with.</summary>
    public string Token(long seq)
    {
        using var row = _findToken.With(seq).Open();
        return row.Next() ? row.Text(0) : throw new LedgerCorruptException($"The body of job {seq} is missing. Restore the file from a backup.");
    }

    public void Delete(long seq)
    {
        _deleteJob.With(seq).Execute();
        _deleteBody.With(seq).Execute();
    }

    private JobBody? ReadBody(long seq)
    {
        using var row = _findBody.With(seq).Open();
        return row.Next() ? JobBody.From(row, 0) : null;
    }
}

namespace Muster.Ledger;

/// <summary>Tokens of submissions. A token outlives its job by a while, so that a late repeat does not run the job again.</summary>
internal sealed class SubmissionTable(Database database)
{
    private readonly Statement _find = database.Statement(
        "SELECT job, body_hash, forgotten FROM submission WHERE namespace = ? AND token = ?");

    private readonly Statement _insert = database.Statement(
        "INSERT INTO submission(namespace, token, job, body_hash) VALUES(?, ?, ?, ?)");

    private readonly Statement _forget = database.Statement(
        "UPDATE submission SET forgotten = ? WHERE namespace = ? AND token = ?");

    private readonly Statement _trim = database.Statement("DELETE FROM submission WHERE forgotten <= ?");

    public KnownSubmission? Find(string ns, string token)
    {
        using var row = _find.With(ns).With(token).Open();
        return row.Next() ? new(row.Long(0), row.Text(1), !row.IsNull(2)) : null;
    }

    public void Insert(string ns, string token, long job, string bodyHash) =>
        _insert.With(ns).With(token).With(job).With(bodyHash).Execute();

    /// <summary>Notes that the job was deleted when the event log ended at <paramref name="change"/>.</summary>
    public void Forget(string ns, string token, long change) => _forget.With(change).With(ns).With(token).Execute();

    /// <summary>Drops the tokens of jobs that were deleted at or before <paramref name="change"/>.</summary>
    public void Trim(long change) => _trim.With(change).Execute();
}

/// <summary>What is known of a token.</summary>
internal readonly record struct KnownSubmission(long Job, string BodyHash, bool Forgotten);

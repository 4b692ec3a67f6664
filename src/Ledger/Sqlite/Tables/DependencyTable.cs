using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>Which job needs which. The needed one is a name: it may not be known yet, or any more.</summary>
internal sealed class DependencyTable(Database database)
{
    private readonly Statement _insert = database.Statement("INSERT OR IGNORE INTO dependency(needs, job) VALUES(?, ?)");
    private readonly Statement _delete = database.Statement("DELETE FROM dependency WHERE job = ?");

    private readonly Statement _waiting = database.Statement($"""
        SELECT job.key FROM dependency JOIN job ON job.seq = dependency.job
        WHERE dependency.needs = ? AND job.state = {(int)JobState.Queued} ORDER BY dependency.job
        """);

    public void Insert(string needs, long job) => _insert.With(needs).With(job).Execute();

    public void Delete(long job) => _delete.With(job).Execute();

    public List<string> Waiting(JobId needs)
    {
        var keys = new List<string>();
        using var row = _waiting.With(needs.ToString()).Open();
        while (row.Next())
            keys.Add(row.Text(0));
        return keys;
    }
}

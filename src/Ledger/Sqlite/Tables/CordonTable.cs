using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>What operators cordoned.</summary>
internal sealed class CordonTable(Database database)
{
    /// <summary>Added to files that have no such table yet; a Muster that does not know of it passes it over.</summary>
    public const string Create = """
        CREATE TABLE IF NOT EXISTS cordon(
            target TEXT PRIMARY KEY,
            reason TEXT NOT NULL,
            set_by TEXT NOT NULL,
            since INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        """;

    private readonly Statement _find = database.Statement("SELECT reason, set_by, since FROM cordon WHERE target = ?");
    private readonly Statement _delete = database.Statement("DELETE FROM cordon WHERE target = ?");
    private readonly Statement _count = database.Statement("SELECT count(*) FROM cordon");

    private readonly Statement _set = database.Statement("""
        INSERT INTO cordon(target, reason, set_by, since) VALUES(?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET reason = excluded.reason, set_by = excluded.set_by, since = excluded.since
        """);

    private readonly Statement _range = database.Statement(
        "SELECT target, reason, set_by, since FROM cordon WHERE target >= ? AND target < ? ORDER BY target");

    public long Count
    {
        get
        {
            using var row = _count.Open();
            return row.Next() ? row.Long(0) : 0;
        }
    }

    public Cordon? Find(string target)
    {
        using var row = _find.With(target).Open();
        return row.Next() ? Read(row, 0) : null;
    }

    public void Set(string target, Cordon cordon) =>
        _set.With(target).With(cordon.Reason).With(cordon.By).With(cordon.Since.UtcTicks).Execute();

    public void Delete(string target) => _delete.With(target).Execute();

    public List<KeyValuePair<string, Cordon>> Below(string prefix)
    {
        var cordons = new List<KeyValuePair<string, Cordon>>();
        // Targets are ASCII, so that the next prefix is the last character's successor.
        using var row = _range.With(prefix).With(prefix[..^1] + (char)(prefix[^1] + 1)).Open();
        while (row.Next())
            cordons.Add(new(row.Text(0), Read(row, 1)));
        return cordons;
    }

    private static Cordon Read(in Cursor row, int first) => new(row.Text(first), row.Text(first + 1), Moment.Of(row.Long(first + 2)));
}

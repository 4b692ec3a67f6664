using System.Collections.Immutable;

namespace Muster.Ledger;

/// <summary>What the store descends from, and whether a recovery is under way.</summary>
internal sealed class RecoveryTable(Database database)
{
    /// <summary>Added to files that have no such tables yet.</summary>
    public const string Create = """
        CREATE TABLE IF NOT EXISTS ancestor(
            incarnation BLOB PRIMARY KEY,
            since INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS recovery(
            id INTEGER PRIMARY KEY CHECK(id = 0),
            since INTEGER NOT NULL) STRICT;
        """;

    private readonly Statement _ancestors = database.Statement("SELECT incarnation FROM ancestor");
    private readonly Statement _add = database.Statement("INSERT OR IGNORE INTO ancestor(incarnation, since) VALUES(?, ?)");
    private readonly Statement _incarnation = database.Statement("SELECT incarnation FROM meta");
    private readonly Statement _rename = database.Statement("UPDATE meta SET incarnation = ?");
    private readonly Statement _underWay = database.Statement("SELECT count(*) FROM recovery");
    private readonly Statement _begin = database.Statement("INSERT OR REPLACE INTO recovery(id, since) VALUES(0, ?)");
    private readonly Statement _end = database.Statement("DELETE FROM recovery");

    /// <summary>The store's identity, in the file at this moment.</summary>
    public Guid Incarnation
    {
        get
        {
            using var row = _incarnation.Open();
            return row.Next() ? new(row.Bytes(0)) : default;
        }
    }

    public bool UnderWay
    {
        get
        {
            using var row = _underWay.Open();
            return row.Next() && row.Long(0) > 0;
        }
    }

    public ImmutableHashSet<Guid> Ancestors()
    {
        var ancestors = ImmutableHashSet.CreateBuilder<Guid>();
        using var row = _ancestors.Open();
        while (row.Next())
            ancestors.Add(new(row.Bytes(0)));
        return ancestors.ToImmutable();
    }

    public void Add(Guid ancestor, long now) => _add.With(ancestor).With(now).Execute();

    public void Begin(Guid incarnation, long now)
    {
        _rename.With(incarnation).Execute();
        _begin.With(now).Execute();
    }

    public void End() => _end.Execute();
}

namespace Muster.Ledger;

/// <summary>A connection that reads, with its tables.</summary>
internal sealed class Reader(Database database, BodyCache bodies)
{
    public LedgerTables Tables { get; } = new(database, bodies);

    public void Close() => database.Dispose();
}

namespace Muster.Ledger;

/// <summary>A connection that reads, with its tables.</summary>
internal sealed class Reader(Database database, RecentJobs recent)
{
    public LedgerTables Tables { get; } = new(database, recent);

    public void Close() => database.Dispose();
}

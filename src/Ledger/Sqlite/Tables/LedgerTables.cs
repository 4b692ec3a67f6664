namespace Muster.Ledger;

/// <summary>The tables, through one connection.</summary>
internal sealed class LedgerTables(Database database, RecentJobs recent)
{
    public JobTable Jobs { get; } = new(database, recent);

    public JobPages Pages { get; } = new(database);

    public JobLists Lists { get; } = new(database);

    public SubmissionTable Submissions { get; } = new(database);

    public ClaimTable Claims { get; } = new(database);

    public EpochTable Epochs { get; } = new(database);

    public DependencyTable Dependencies { get; } = new(database);

    public CordonTable Cordons { get; } = new(database);

    public ClusterTable Clusters { get; } = new(database);

    public RecoveryTable Recovery { get; } = new(database);

    public ChangeLog Changes { get; } = new(database);
}

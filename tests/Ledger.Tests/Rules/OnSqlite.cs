namespace Muster.Ledger.Tests;

/// <summary>Every rule, on SQLite.</summary>
public static class OnSqlite
{
    public sealed class Submit() : SubmitTests(Store.Sqlite);

    public sealed class Admit() : AdmitTests(Store.Sqlite);

    public sealed class Commit() : CommitTests(Store.Sqlite);

    public sealed class Abort() : AbortTests(Store.Sqlite);

    public sealed class Transition() : TransitionTests(Store.Sqlite);

    public sealed class Recovery() : RecoveryTests(Store.Sqlite);

    public sealed class Cordons() : CordonTests(Store.Sqlite);

    public sealed class Clusters() : ClusterTests(Store.Sqlite);

    public sealed class Changes() : ChangeTests(Store.Sqlite);

    public sealed class Guard() : GuardTests(Store.Sqlite);

    public sealed class Lists() : ListTests(Store.Sqlite);

    public sealed class Pages() : PageTests(Store.Sqlite);
}

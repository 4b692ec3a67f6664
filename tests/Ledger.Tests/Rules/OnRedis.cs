namespace Muster.Ledger.Tests;

/// <summary>Every rule, on Redis.</summary>
public static class OnRedis
{
    public sealed class Submit() : SubmitTests(Store.Redis);

    public sealed class Admit() : AdmitTests(Store.Redis);

    public sealed class Commit() : CommitTests(Store.Redis);

    public sealed class Abort() : AbortTests(Store.Redis);

    public sealed class Transition() : TransitionTests(Store.Redis);

    public sealed class Recovery() : RecoveryTests(Store.Redis);

    public sealed class Cordons() : CordonTests(Store.Redis);

    public sealed class Clusters() : ClusterTests(Store.Redis);

    public sealed class Changes() : ChangeTests(Store.Redis);

    public sealed class Guard() : GuardTests(Store.Redis);

    public sealed class Lists() : ListTests(Store.Redis);

    public sealed class Pages() : PageTests(Store.Redis);
}

using System.Collections.Immutable;
using StackExchange.Redis;

namespace Muster.Ledger;

/// <summary>A script: its text, and the hash that Redis gave it. Texts are part of the program; nothing is ever put into them.</summary>
internal sealed class LedgerScript
{
    public static readonly LedgerScript Open = new("open", prelude: []);
    public static readonly LedgerScript Probe = new("probe", ["guard", "whole"]);
    public static readonly LedgerScript Goodbye = new("goodbye", ["guard", "whole"]);
    public static readonly LedgerScript Read = Reading("read");
    public static readonly LedgerScript Page = Reading("page");
    public static readonly LedgerScript Charged = Reading("charged");
    public static readonly LedgerScript Queued = Reading("queued");
    public static readonly LedgerScript Late = Reading("late");
    public static readonly LedgerScript Dependents = Reading("dependents");
    public static readonly LedgerScript States = Reading("states");
    public static readonly LedgerScript Changes = Reading("changes");
    public static readonly LedgerScript Cordons = Reading("cordons");
    public static readonly LedgerScript Submit = Moving("submit");
    public static readonly LedgerScript OpenJob = Moving("openjob");
    public static readonly LedgerScript OpenNode = Writing("opennode");
    public static readonly LedgerScript OpenTree = Writing("opentree");
    public static readonly LedgerScript Admit = Moving("admit");
    public static readonly LedgerScript Commit = Moving("commit");
    public static readonly LedgerScript Abort = Writing("abort");
    public static readonly LedgerScript Transition = Moving("transition");
    public static readonly LedgerScript Delete = Writing("delete");
    public static readonly LedgerScript Cordon = Writing("cordon");

    public static readonly LedgerScript Register = OfClusters("register");
    public static readonly LedgerScript Pin = OfClusters("pin");
    public static readonly LedgerScript Remove = OfClusters("remove");
    public static readonly LedgerScript ListClusters = OfClusters("listclusters");
    public static readonly LedgerScript ClusterAccess = OfClusters("clusteraccess");

    public static readonly LedgerScript Standing = new("standing", ["guard"]);
    public static readonly LedgerScript RecoverRead = new("read", ["guard", "jobs"]);
    public static readonly LedgerScript RecoverBegin = new("recoverbegin", ["guard"]);
    public static readonly LedgerScript Recover = new("recover", ["guard", "jobs", "moves"]);
    public static readonly LedgerScript RecoverEnd = new("recoverend", ["guard"]);

    public static readonly ImmutableArray<LedgerScript> All =
    [
        Open, Probe, Goodbye, Read, Page, Charged, Queued, Late, Dependents, States, Changes, Cordons,
        Submit, OpenJob, OpenNode, OpenTree, Admit, Commit, Abort, Transition, Delete, Cordon, Register, Pin, Remove, ListClusters, ClusterAccess,
        Standing, RecoverRead, RecoverBegin, Recover, RecoverEnd,
    ];

    private LedgerScript(string name, string[] prelude)
    {
        Name = name;
        Text = string.Concat(prelude.Append(name).Select(Resource));
    }

    public string Name { get; }

    public string Text { get; }

    /// <summary>The hash, the same in every Redis; null until it was loaded into one.</summary>
    public byte[]? Hash { get; private set; }

    /// <summary>Loads it into a Redis, and keeps the hash that it answers with.</summary>
    public async Task<byte[]> LoadAsync(IDatabase database) =>
        Hash = Convert.FromHexString((string)(await database.ExecuteAsync("SCRIPT", "LOAD", Text))!);

    private static LedgerScript Reading(string name) => new(name, ["guard", "whole", "jobs"]);

    private static LedgerScript Writing(string name) => new(name, ["guard", "whole", "frozen", "jobs"]);

    private static LedgerScript Moving(string name) => new(name, ["guard", "whole", "frozen", "jobs", "moves"]);

    private static LedgerScript OfClusters(string name) => new(name, ["guard", "whole", "frozen", "clusters"]);

    private static string Resource(string name)
    {
        using var stream = typeof(LedgerScript).Assembly.GetManifestResourceStream($"Muster.Ledger.Redis.{name}.lua")
            ?? throw new InvalidOperationException($"The script {name}.lua is not part of this build.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd() + "\n";
    }
}

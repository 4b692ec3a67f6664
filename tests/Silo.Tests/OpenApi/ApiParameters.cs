using System.Text.Json.Nodes;
using Muster.Contracts;
using Muster.Ledger;

namespace Muster.Silo.Tests;

/// <summary>The parameters that operations of the API have.</summary>
internal static class ApiParameters
{
    public static readonly ApiParameter Namespace = new("path", "ns", "The job's namespace.", Name());
    public static readonly ApiParameter Job = new("path", "name", "The job's name.", Name());
    public static readonly ApiParameter Queue = new("path", "name", "The queue's name.", Name());
    public static readonly ApiParameter Cluster = new("path", "name", "The cluster's name.", Name());
    public static readonly ApiParameter Node = new("path", "node", "The node's name in its cluster.", Text(Names.MaxSubdomainLength));

    public static readonly ApiParameter ForceAdd = new("query", "force", "Register it although it does not answer, or rights are missing.", new JsonObject { ["type"] = "boolean", ["default"] = false });
    public static readonly ApiParameter ForceRemove = new("query", "force", "Remove it although jobs hold places there: they are queued again, and pods that run there go on unwatched.",
        new JsonObject { ["type"] = "boolean", ["default"] = false });
    public static readonly ApiParameter PlanOnly = new("query", "dryRun", "Only say what would be done. False is what recovers.", new JsonObject { ["type"] = "boolean", ["default"] = true });
    public static readonly ApiParameter Without = new("query", "without", "Clusters to leave out, joined by commas: what runs there stays as it is until it is recovered as well.",
        Text(ClusterRegistration.MaxClusters * (Names.MaxLabelLength + 1)));
    public static readonly ApiParameter InNamespaces = new("query", "namespaces", "Namespaces to look for rights in, joined by commas; default: default.", Text(ClusterRequest.MaxNamespaces * (Names.MaxLabelLength + 1)));
    public static readonly ApiParameter Uid = new("query", "uid", "The identity that is to be accepted; without it, whichever answers.", Text(ClusterRegistration.MaxUidLength));

    public static readonly ApiParameter OfNamespace = new("query", "namespace", "Only of this namespace.", Name());
    public static readonly ApiParameter OfQueue = new("query", "queue", "Only of this queue.", Name());
    public static readonly ApiParameter LabelSelector = new("query", "labelSelector",
        "Only with these labels: a=b, a!=b, a in (x,y), a notin (x,y), a, !a, joined by commas.", Text(Contracts.LabelSelector.MaxLength));
    public static readonly ApiParameter OfJob = new("query", "job", "Only of this job: namespace/name.",
        new JsonObject { ["type"] = "string", ["pattern"] = $"^({ApiSchemas.Label}/)?{ApiSchemas.Label}$" });

    public static readonly ApiParameter[] JobList =
    [
        OfNamespace, OfQueue,
        new("query", "state", "Only in one of these states, joined by commas.",
            new JsonObject { ["type"] = "string", ["examples"] = new JsonArray("Queued,Running"), ["pattern"] = States() }),
        LabelSelector,
        new("query", "fieldSelector", "Only with these fields: metadata.name, metadata.namespace, spec.queue, spec.priority, status.state or status.cluster, with =, == or !=, joined by commas.",
            Text(Contracts.LabelSelector.MaxLength)),
        new("query", "sort", "The order: as they were accepted, or the newest first.",
            new JsonObject { ["type"] = "string", ["enum"] = new JsonArray("submitted", "-submitted"), ["default"] = "submitted" }),
        Limit(JobQuery.MaxPage),
        new("query", "after", "Where to go on: next of the page before.", Number(0)),
    ];

    public static readonly ApiParameter[] Events =
    [
        new("query", "after", "Only entries after this sequence; 0 for the oldest that is kept.", Number(0)),
        OfJob, OfQueue, OfNamespace, Limit(ILedger.MaxChangesPage),
        new("header", "Last-Event-ID", "Of a stream: the last sequence that was seen. It wins over after.", Number(0)),
    ];

    public static readonly ApiParameter[] Nodes = [Cluster, LabelSelector, Limit(NodeSnapshot.MaxPage), new("query", "after", "Where to go on: next of the page before.", Text(Names.MaxSubdomainLength))];

    public static readonly ApiParameter[] Logs =
    [
        Namespace, Job,
        new("query", "pod", "Only this pod: its whole name, or podSet-index. Needed of a job of more than 100 pods.", Text(Names.MaxSubdomainLength)),
        new("query", "tailLines", "Only the last so many lines of each pod.", Number(0, 100_000)),
        new("query", "follow", "Go on until the pods have ended.", new JsonObject { ["type"] = "boolean", ["default"] = false }),
    ];

    public static readonly ApiParameter DryRun = new("query", "dryRun", "Check everything, record nothing.", new JsonObject { ["type"] = "boolean", ["default"] = false });
    public static readonly ApiParameter Token = new("header", "Idempotency-Key", "A value of your choice that makes sending again safe. Required but for a dry run.", TokenSchema());
    public static readonly ApiParameter IfNoneMatch = new("header", "If-None-Match", "The ETag that is known: 304 while the job has it still.", Text(128));
    public static readonly ApiParameter IfMatch = new("header", "If-Match", "The ETag that was seen: 412, and nothing is done, once the job has another.",
        new JsonObject { ["type"] = "string", ["pattern"] = "^(\"[0-9]+\"|\\*)$" });

    private static ApiParameter Limit(int most)
    {
        var schema = Number(1, most);
        schema["default"] = most;
        return new("query", "limit", "Most items of the page. Other numbers are taken for the nearest of these.", schema);
    }

    private static JsonObject Name() => new() { ["type"] = "string", ["pattern"] = $"^{ApiSchemas.Label}$", ["maxLength"] = Names.MaxLabelLength };

    private static JsonObject Text(int most) => new() { ["type"] = "string", ["maxLength"] = most };

    private static JsonObject Number(long least, long most = long.MaxValue) => new() { ["type"] = "integer", ["format"] = "int64", ["minimum"] = least, ["maximum"] = most };

    private static JsonObject TokenSchema()
    {
        var schema = new JsonObject { ["type"] = "string" };
        ApiSchemas.Token(schema);
        return schema;
    }

    private static string States()
    {
        var state = $"({string.Join('|', Enum.GetNames<JobState>())})";
        return $"^{state}(,{state})*$";
    }
}

using Muster.Contracts;
using static Muster.Silo.Tests.ApiParameters;

namespace Muster.Silo.Tests;

/// <summary>Every operation of the API, in the order of its description.</summary>
internal static class ApiOperations
{
    private const string OneJob = "/v1/namespaces/{ns}/jobs/{name}";
    private const string OneQueue = "/v1/queues/{name}";
    private const string OneCluster = "/v1/clusters/{name}";
    private const string OneNode = "/v1/clusters/{name}/nodes/{node}";

    public static readonly ApiOperation[] All = [.. Jobs(), .. Queues(), .. Clusters(), .. Nodes(), .. Recovery(), .. Others(), .. Probes()];

    private static ApiOperation[] Jobs() =>
    [
        new("POST", "/v1/jobs", "submitJob", "jobs", "Submit a job", new(201, "New: the job is on disk.", typeof(Job), Tagged: true),
            new(200, "Sent before with this token: the job as it stands. Or a dry run: the job as it would be.", typeof(Job), Tagged: true))
        {
            Parameters = [Token, DryRun], Body = typeof(Job),
            Codes = ["Invalid", "TooLarge", "QueueNotFound", "JobAlreadyExists", "SubmissionConflict", "Unsatisfiable", "AuditUnavailable"],
        },
        new("POST", "/v1/jobs:batch", "submitJobs", "jobs", "Submit up to 1,000 jobs, each with an outcome of its own",
            new ApiAnswer(200, "What became of each, in order. Outcomes differ: look at each one's status.", typeof(JobBatchResult)))
        {
            Body = typeof(JobBatch), Codes = ["Invalid", "TooLarge", "AuditUnavailable"],
        },
        new("GET", "/v1/jobs", "listJobs", "jobs", "List jobs", new ApiAnswer(200, "A page. It may be short, even empty, while next says go on.", typeof(JobPage)))
        {
            Parameters = JobList, Codes = ["Invalid"],
        },
        new("GET", OneJob, "getJob", "jobs", "Read a job", new(200, "The job.", typeof(Job), Tagged: true), new(304, "It is what If-None-Match names.", Tagged: true))
        {
            Parameters = [Namespace, ApiParameters.Job, IfNoneMatch], Codes = ["Invalid", "JobNotFound"],
        },
        Wish("cancel", "cancelJob", "Cancel a job: its pods are stopped, for good"),
        Wish("suspend", "suspendJob", "Set a job aside: its pods are stopped, until it is resumed"),
        Wish("resume", "resumeJob", "Queue a suspended job again; its age is kept"),
        new("DELETE", OneJob, "deleteJob", "jobs", "Forget a job that has ended", new ApiAnswer(204, "It is gone."))
        {
            Parameters = [Namespace, ApiParameters.Job, IfMatch], Codes = ["Invalid", "JobNotFound", "IllegalState", "PreconditionFailed", "AuditUnavailable"],
        },
        new("GET", OneJob + "/explanation", "explainJob", "jobs", "Why a job waits, by the planner itself", new ApiAnswer(200, "The explanation.", typeof(Explanation)))
        {
            Parameters = [Namespace, ApiParameters.Job], Codes = ["Invalid", "JobNotFound"],
        },
        new("GET", OneJob + "/logs", "readLogs", "jobs", "What a job's pods wrote", new ApiAnswer(200, "Lines. Of several pods each begins with [pod].", TextType: "text/plain"))
        {
            Parameters = Logs, Codes = ["Invalid", "JobNotFound", "PodNotFound", "IllegalState", "LogsUnavailable", "ClusterUnreachable"],
        },
        new("GET", "/v1/events", "readEvents", "events", "Read or follow the event log",
            new ApiAnswer(200, "A page; with Accept: text/event-stream a stream of events, each with its sequence as id and a JobChange as data.", typeof(ChangePage), "text/event-stream"))
        {
            Parameters = Events, Codes = ["Invalid", "WatchExpired"],
        },
    ];

    private static ApiOperation[] Queues() =>
    [
        new("GET", "/v1/queues", "listQueues", "queues", "List queues", new ApiAnswer(200, "Every queue that the caller may see.", typeof(QueuePage))),
        new("GET", OneQueue, "getQueue", "queues", "Read a queue", new ApiAnswer(200, "The queue.", typeof(QueueSnapshot))) { Parameters = [Queue], Codes = ["QueueNotFound"] },
        Cordon(OneQueue, "cordonQueue", "queues", "Start nothing new from a queue and those below it", typeof(QueueSnapshot), "QueueNotFound", [Queue]),
        Uncordon(OneQueue, "uncordonQueue", "queues", "Lift a queue's cordon", typeof(QueueSnapshot), "QueueNotFound", [Queue]),
    ];

    private static ApiOperation[] Clusters() =>
    [
        new("GET", "/v1/clusters", "listClusters", "clusters", "List clusters", new ApiAnswer(200, "Every cluster.", typeof(ClusterPage))),
        new("GET", OneCluster, "getCluster", "clusters", "Read a cluster", new ApiAnswer(200, "The cluster.", typeof(ClusterSnapshot)))
        {
            Parameters = [Cluster], Codes = ["ClusterNotFound"],
        },
        new("POST", "/v1/clusters", "addCluster", "clusters", "Register a cluster",
            new(201, "New: the cluster is on record. Its credential is in a file of the silo, and never shown.", typeof(ClusterSnapshot)),
            new(200, "Registered so before, or changed: the cluster as it stands.", typeof(ClusterSnapshot)))
        {
            Parameters = [ForceAdd], Body = typeof(ClusterRequest), Codes = ["Invalid", "TooLarge", "ClusterConflict", "ClusterReplaced", "ClusterCheckFailed", "AuditUnavailable"],
        },
        new("DELETE", OneCluster, "removeCluster", "clusters", "Remove a cluster that was registered", new ApiAnswer(204, "It is gone, and so is its credential."))
        {
            Parameters = [Cluster, ForceRemove], Codes = ["Invalid", "ClusterNotFound", "ClusterConflict", "AuditUnavailable"],
        },
        new("POST", OneCluster + "/accept", "acceptCluster", "clusters", "Accept the cluster that answers in the place of one that is gone for good",
            new ApiAnswer(200, "Its identity is the cluster's now.", typeof(ClusterSnapshot)))
        {
            Parameters = [Cluster, Uid], Codes = ["Invalid", "ClusterNotFound", "ClusterConflict", "ClusterCheckFailed", "AuditUnavailable"],
        },
        new("POST", OneCluster + "/check", "checkCluster", "clusters", "Look whether a cluster answers, and whether every right is there",
            new ApiAnswer(200, "What was found, good or bad.", typeof(ClusterCheck)))
        {
            Parameters = [Cluster, InNamespaces], Codes = ["Invalid", "ClusterNotFound", "AuditUnavailable"],
        },
        Cordon(OneCluster, "cordonCluster", "clusters", "Start nothing new in a cluster", typeof(ClusterSnapshot), "ClusterNotFound", [Cluster]),
        Uncordon(OneCluster, "uncordonCluster", "clusters", "Lift a cluster's cordon", typeof(ClusterSnapshot), "ClusterNotFound", [Cluster]),
    ];

    private static ApiOperation[] Nodes() =>
    [
        new("GET", OneCluster + "/nodes", "listNodes", "nodes", "List nodes of a cluster", new ApiAnswer(200, "A page. It may be short, even empty, while next says go on.", typeof(NodePage)))
        {
            Parameters = ApiParameters.Nodes, Codes = ["Invalid", "ClusterNotFound", "ClusterUnreachable"],
        },
        new("GET", OneNode, "getNode", "nodes", "Read a node", new ApiAnswer(200, "The node.", typeof(NodeSnapshot)))
        {
            Parameters = [Cluster, Node], Codes = ["ClusterNotFound", "NodeNotFound", "ClusterUnreachable"],
        },
        Cordon(OneNode, "cordonNode", "nodes", "Start nothing new on a node", typeof(NodeSnapshot), "NodeNotFound", [Cluster, Node], "ClusterNotFound", "ClusterUnreachable"),
        new("POST", OneNode + "/uncordon", "uncordonNode", "nodes", "Lift a node's cordon", new(200, "The node.", typeof(NodeSnapshot)), new(204, "Lifted; the node itself is not there."))
        {
            Parameters = [Cluster, Node], Codes = ["ClusterNotFound", "NodeNotFound", "ClusterUnreachable", "AuditUnavailable"],
        },
    ];

    private static ApiOperation[] Others() =>
    [
        new("GET", "/v1/version", "getVersion", "server", "Which version serves", new ApiAnswer(200, "The version.", typeof(ServerVersion))),
        new("GET", "/v1/whoami", "whoAmI", "server", "Who the silo takes the caller for", new ApiAnswer(200, "Name and grants.", typeof(CallerInfo))),
        new("GET", "/openapi/v1.json", "getOpenApi", "server", "This description", new ApiAnswer(200, "OpenAPI 3.1.", typeof(object))),
        new("GET", "/metrics", "readMetrics", "server", "Metrics", new ApiAnswer(200, "Prometheus' text format, or OpenMetrics when it is asked for.", TextType: "text/plain")),
    ];

    private static ApiOperation[] Recovery() =>
    [
        new("GET", "/v1/recovery", "getRecovery", "recovery", "How the ledger stands, and how far its recovery has come", new ApiAnswer(200, "The last recovery that this silo was asked for.", typeof(RecoveryReport))),
        new("POST", "/v1/recovery", "recover", "recovery", "Recover the ledger from what the clusters show, after it was lost or went back",
            new(200, "What would be done. Nothing was changed.", typeof(RecoveryReport)), new(202, "It has begun, and goes on: ask until it has ended.", typeof(RecoveryReport)))
        {
            Parameters = [PlanOnly, Without], Codes = ["Invalid", "RecoveryRefused", "AuditUnavailable"],
        },
    ];

    private static IEnumerable<ApiOperation> Probes() => (((string, string, string)[])
    [
        ("/healthz/startup", "probeStartup", "Has the silo come up"), ("/healthz/ready", "probeReady", "Can it do its work now"),
        ("/healthz/live", "probeLive", "Does the process serve"), ("/healthz", "probe", "The same as /healthz/ready"),
    ]).Select(static p => new ApiOperation("GET", p.Item1, p.Item2, "health", p.Item3, new ApiAnswer(200, "ok", TextType: "text/plain"))
    {
        Public = true, Text = "503 with the check that failed, in plain text, when it is not so.",
    });

    private static ApiOperation Wish(string verb, string id, string summary) => new("POST", $"{OneJob}/{verb}", id, "jobs", summary, new ApiAnswer(200, "The wish is on record; the job as it stands.", typeof(Job), Tagged: true))
    {
        Parameters = [Namespace, ApiParameters.Job, IfMatch],
        Codes = ["Invalid", "JobNotFound", .. (string[])(verb == "cancel" ? [] : ["IllegalState"]), "PreconditionFailed", "AuditUnavailable"],
    };

    private static ApiOperation Cordon(string path, string id, string tag, string summary, Type shown, string unknown, ApiParameter[] parameters, params string[] codes) =>
        new("POST", path + "/cordon", id, tag, summary, new ApiAnswer(200, "It is cordoned; what runs, runs on.", shown))
        {
            Parameters = parameters, Body = typeof(CordonRequest), BodyRequired = false, Codes = ["Invalid", "TooLarge", unknown, .. codes, "AuditUnavailable"],
        };

    private static ApiOperation Uncordon(string path, string id, string tag, string summary, Type shown, string unknown, ApiParameter[] parameters) =>
        new("POST", path + "/uncordon", id, tag, summary, new ApiAnswer(200, "It has no cordon now.", shown)) { Parameters = parameters, Codes = [unknown, "AuditUnavailable"] };
}

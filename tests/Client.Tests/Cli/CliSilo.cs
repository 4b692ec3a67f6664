using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Web;
using Muster.Contracts;

namespace Client.Tests;

/// <summary>A small silo in this process: it holds things, answers from them, and remembers what it was asked.</summary>
internal sealed class CliSilo : HttpMessageHandler
{
    private readonly Dictionary<string, MusterException> _faults = [];

    public List<Job> Jobs { get; } = [];

    public List<QueueSnapshot> Queues { get; } = [];

    public List<ClusterSnapshot> Clusters { get; } = [];

    public List<NodeSnapshot> Nodes { get; } = [];

    public List<JobChange> Changes { get; } = [];

    public Dictionary<string, Explanation> Explanations { get; } = [];

    public string Log { get; set; } = "";

    public CallerInfo? Caller { get; set; }

    public ConcurrentQueue<string> Requests { get; } = new();

    public ConcurrentQueue<string> Tokens { get; } = new();

    public string? LastAuthorization { get; private set; }

    public string LastBody { get; private set; } = "";

    public CliSilo Failing(string request, MusterException error)
    {
        _faults[request] = error;
        return this;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        var query = HttpUtility.ParseQueryString(request.RequestUri.Query);
        Requests.Enqueue($"{request.Method} {request.RequestUri.PathAndQuery}");
        LastAuthorization = request.Headers.Authorization?.ToString();
        if (request.Headers.TryGetValues("Idempotency-Key", out var keys))
            Tokens.Enqueue(keys.Single());
        LastBody = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        HttpResponseMessage response;
        try
        {
            if (_faults.TryGetValue($"{request.Method} {path}", out var fault))
                throw fault;
            response = Answer(request.Method.Method, path[1..].Split('/')[1..], query, request.Headers.Accept.ToString());
        }
        catch (MusterException error)
        {
            response = Problem(error);
        }
        response.RequestMessage = request;
        return response;
    }

    private HttpResponseMessage Answer(string method, string[] path, System.Collections.Specialized.NameValueCollection query, string accept) => (method, path) switch
    {
        ("GET", ["version"]) => Json(new ServerVersion("0.1.0", "Embedded"), ApiJson.Default.ServerVersion),
        ("GET", ["whoami"]) => Json(Caller!, OutsideJson.Answer<CallerInfo>()),
        ("GET", ["jobs"]) => Json(new JobPage([.. Jobs.Where(j => Chosen(j, query))], null), ApiJson.Default.JobPage),
        ("POST", ["jobs"]) => Submit(query["dryRun"] == "true"),
        ("GET", ["namespaces", var ns, "jobs", var name]) => Json(Find(ns, name), MusterJson.Default.Job),
        ("DELETE", ["namespaces", var ns, "jobs", var name]) => Delete(Find(ns, name)),
        ("GET", ["namespaces", var ns, "jobs", var name, "explanation"]) => Json(Explanations.GetValueOrDefault(name) ?? new Explanation { Job = Find(ns, name).Id }, MusterJson.Default.Explanation),
        ("GET", ["namespaces", var ns, "jobs", var name, "logs"]) => Text(Find(ns, name).Metadata.Name.Length > 0 ? Log : "", "text/plain"),
        ("POST", ["namespaces", var ns, "jobs", var name, var verb]) => Json(Act(Find(ns, name), verb), MusterJson.Default.Job),
        ("GET", ["events"]) when accept.Contains("event-stream", StringComparison.Ordinal) => Text(
            string.Concat(ChangesOf(query).Select(c => $"id: {c.Sequence}\nevent: change\ndata: {JsonSerializer.Serialize(c, MusterJson.Default.JobChange)}\n\n")), "text/event-stream"),
        ("GET", ["events"]) => Json(new ChangePage([.. ChangesOf(query)], Changes.Count == 0 ? 0 : Changes[^1].Sequence), ApiJson.Default.ChangePage),
        ("GET", ["queues"]) => Json(new QueuePage([.. Queues]), ApiJson.Default.QueuePage),
        ("GET", ["queues", var name]) => Json(Queue(name), MusterJson.Default.QueueSnapshot),
        ("POST", ["queues", var name, "cordon"]) => Json(Queue(name) with { Cordon = Cordon() }, MusterJson.Default.QueueSnapshot),
        ("POST", ["queues", var name, "uncordon"]) => Json(Queue(name), MusterJson.Default.QueueSnapshot),
        ("GET", ["clusters"]) => Json(new ClusterPage([.. Clusters]), ApiJson.Default.ClusterPage),
        ("GET", ["clusters", var name]) => Json(Cluster(name), MusterJson.Default.ClusterSnapshot),
        ("POST", ["clusters"]) => Json(Register(), MusterJson.Default.ClusterSnapshot, HttpStatusCode.Created),
        ("DELETE", ["clusters", var name]) => Unregister(Cluster(name)),
        ("POST", ["clusters", var name, "accept"]) => Json(Cluster(name) with { Uid = query["uid"] ?? "uid-new" }, MusterJson.Default.ClusterSnapshot),
        ("POST", ["clusters", var name, "check"]) => Json(Cluster(name).Health == ClusterHealth.Ready
            ? new ClusterCheck { Reachable = true, Uid = "uid-east" }
            : new ClusterCheck { Reachable = true, Uid = "uid-west", Missing = ["create pods in namespace default", "list nodes in the whole cluster"], Problem = "2 rights are missing." }, ApiJson.Default.ClusterCheck),
        ("POST", ["clusters", var name, "cordon"]) => Json(Cluster(name) with { Cordon = Cordon() }, MusterJson.Default.ClusterSnapshot),
        ("POST", ["clusters", var name, "uncordon"]) => Json(Cluster(name), MusterJson.Default.ClusterSnapshot),
        ("GET", ["clusters", var name, "nodes"]) => Text(NodePage(Cluster(name).Spec.Name), "application/json"),
        ("GET", ["clusters", var cluster, "nodes", var name]) => Json(Node(cluster, name), MusterJson.Default.NodeSnapshot),
        ("POST", ["clusters", var cluster, "nodes", var name, "cordon"]) => Json(Node(cluster, name) with { Cordon = Cordon() }, MusterJson.Default.NodeSnapshot),
        ("POST", ["clusters", var cluster, "nodes", var name, "uncordon"]) => Json(Node(cluster, name), MusterJson.Default.NodeSnapshot),
        ("GET", ["recovery"]) => Json(Recovery(RecoveryState.Done, null), ApiJson.Default.RecoveryReport),
        ("POST", ["recovery"]) => Json(Recovery(query["dryRun"] == "false" ? RecoveryState.Running : RecoveryState.Planned, query["without"]), ApiJson.Default.RecoveryReport),
        _ => throw new InvalidOperationException($"no answer to {method} {string.Join('/', path)}"),
    };

    private static RecoveryReport Recovery(RecoveryState state, string? without) => new()
    {
        State = state, Incarnation = "0c3a6f0e-6f6e-4b0e-9f57-1f0e3a7c9b11", Stopped = "The ledger was wiped or replaced.", Recreated = 1, MovedForward = 1, Unrecoverable = 1,
        Clusters = [new() { Name = "east", Nodes = 4, Attempts = 3, Pods = 9 }, new() { Name = "west", LeftOut = without == "west", Problem = without == "west" ? null : "it does not answer." }],
        Jobs =
        [
            new() { Job = "default/train", Attempt = "3-1", Cluster = "east", Pods = 4, Verdict = RecoveryVerdict.Recreate, Reason = "the store does not know it; it goes on as it is" },
            new() { Job = "default/tune", Attempt = "7-1", Cluster = "east", Pods = 4, Verdict = RecoveryVerdict.MoveForward, Reason = "its record says Queued, attempt 0-0; it goes on as it is" },
            new() { Job = "default/odd", Attempt = "1-1", Cluster = "east", Pods = 1, Verdict = RecoveryVerdict.Unrecoverable, Reason = "nothing is kept of the job in its cluster" },
        ],
    };

    private static bool Chosen(Job job, System.Collections.Specialized.NameValueCollection query) =>
        (query["namespace"] is not { } ns || job.Metadata.Namespace == ns)
        && (query["queue"] is not { } queue || job.Spec.Queue == queue)
        && (query["state"] is not { } states || states.Split(',').Contains(job.Status!.State.ToString()))
        && (query["labelSelector"] is not { } label || job.Metadata.Labels.Any(l => $"{l.Key}={l.Value}" == label));

    private Job Find(string ns, string name) => Jobs.FirstOrDefault(j => j.Id == new JobId(ns, name)) ?? throw new JobNotFoundException(new JobId(ns, name));

    private QueueSnapshot Queue(string name) => Queues.FirstOrDefault(q => q.Spec.Name == name) ?? throw new QueueNotFoundException(name);

    private ClusterSnapshot Cluster(string name) => Clusters.FirstOrDefault(c => c.Spec.Name == name) ?? throw new ClusterNotFoundException(name);

    private NodeSnapshot Node(string cluster, string name) =>
        Nodes.FirstOrDefault(n => n.Cluster.Value == cluster && n.Node.Name == name) ?? throw new NodeNotFoundException(cluster, name);

    private string NodePage(string cluster) =>
        $$"""{"items":[{{string.Join(',', Nodes.Where(n => n.Cluster.Value == cluster).Select(n => JsonSerializer.Serialize(n, MusterJson.Default.NodeSnapshot)))}}],"next":null}""";

    private Cordon Cordon() => new(JsonDocument.Parse(LastBody).RootElement.GetProperty("reason").GetString()!, "admin", Samples.Now);

    private IEnumerable<JobChange> ChangesOf(System.Collections.Specialized.NameValueCollection query) =>
        Changes.Where(c => c.Sequence > long.Parse(query["after"] ?? "0", System.Globalization.CultureInfo.InvariantCulture)
            && (query["job"] is not { } job || c.Job.ToString() == job)
            && (query["namespace"] is not { } ns || c.Job.Namespace == ns));

    private HttpResponseMessage Submit(bool dryRun)
    {
        var job = JsonSerializer.Deserialize(LastBody, OutsideJson.Answer<Job>())!;
        var recorded = job with { Metadata = job.Metadata with { Uid = "uid-new" }, Status = new JobStatus { SubmittedAt = Samples.Now, Since = Samples.Now } };
        if (dryRun)
            return Json(recorded, MusterJson.Default.Job);
        Jobs.Add(recorded);
        return Json(recorded, MusterJson.Default.Job, HttpStatusCode.Created);
    }

    private ClusterSnapshot Register()
    {
        var request = JsonSerializer.Deserialize(LastBody, OutsideJson.Answer<ClusterRequest>())!;
        return new ClusterSnapshot { Spec = new ClusterSpec { Name = request.Name, Labels = request.Labels }, Server = request.Access!.Server.AbsoluteUri, Uid = "uid-new" };
    }

    private HttpResponseMessage Unregister(ClusterSnapshot cluster)
    {
        Clusters.Remove(cluster);
        return new HttpResponseMessage(HttpStatusCode.NoContent);
    }

    private HttpResponseMessage Delete(Job job)
    {
        Jobs.Remove(job);
        return new HttpResponseMessage(HttpStatusCode.NoContent);
    }

    private static Job Act(Job job, string verb) => job with { Status = job.Status! with { State = verb == "resume" ? JobState.Queued : JobState.Draining } };

    private static HttpResponseMessage Problem(MusterException error)
    {
        var problem = Muster.Contracts.Problem.Of(error);
        return Text(JsonSerializer.Serialize(problem, ApiJson.Default.Problem), Muster.Contracts.Problem.MediaType, (HttpStatusCode)problem.Status);
    }

    private static HttpResponseMessage Json<T>(T value, JsonTypeInfo<T> type, HttpStatusCode status = HttpStatusCode.OK) => Text(JsonSerializer.Serialize(value, type), "application/json", status);

    private static HttpResponseMessage Text(string text, string type, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(text, Encoding.UTF8, type) };
}

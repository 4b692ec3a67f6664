using Muster.Contracts;

namespace Client.Tests;

/// <summary>What each command says, pinned to the letter: see the texts in Approved.</summary>
public sealed class CommandTests : IDisposable
{
    private readonly Transcript _cli = new();

    private string Manifest => Path.Combine(_cli.Home, "job.yaml");

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task GetJobs_EveryForm_IsAsApproved()
    {
        await _cli.Run("get", "jobs");
        await _cli.Run("get", "jobs", "-o", "wide", "-A");
        await _cli.Run("get", "j", "-A", "--no-headers", "--sort-by", ".metadata.name");
        await _cli.Run("get", "jobs", "-l", "team=vision", "-o", "name");
        await _cli.Run("get", "jobs", "-A", "--state", "failed,succeeded", "-o", "name");
        await _cli.Run("get", "job/train", "-o", "yaml");
        await _cli.Run("-s", "http://get:1", "get", "job/train", "-o", "name");
        await _cli.Run("get", "job", "train", "-o", "jsonpath={.status.state} on {.status.cluster}");
        await _cli.Run("get", "jobs", "-o", "jsonpath={range .items[*]}{.metadata.name}{\"\\t\"}{.status.state}{\"\\n\"}{end}");
        await _cli.Run("get", "jobs", "train", "none", "-o", "name");
        await _cli.Run("get", "jobs", "-n", "empty");
        await _cli.Run("get", "jobs", "train", "-l", "a=b");
        await _cli.Run("get", "jobs", "-o", "jsonpath={.items[}");
        await _cli.Run("get", "jobs", "-o", "xml");
        await _cli.Run("get", "jobs", "-w", "-o", "json");
        _cli.Check("get-jobs");
    }

    [Fact]
    public async Task Recover_EveryForm_IsAsApproved()
    {
        await _cli.Run("recover", "--dry-run");
        await _cli.Run("recover");
        await _cli.Run("recover", "--yes", "--without", "west");
        _cli.Silo.Failing("POST /v1/recovery", new RecoveryRefusedException("Nothing was changed, as 1 cluster(s) cannot be looked at: west: it does not answer."));
        await _cli.Run("recover", "--yes");
        _cli.Check("recover");
    }

    [Fact]
    public async Task GetFleet_EveryKind_IsAsApproved()
    {
        await _cli.Run("get", "queues", "-o", "wide");
        await _cli.Run("get", "q", "training", "-o", "json");
        await _cli.Run("get", "queue", "none");
        await _cli.Run("get", "clusters", "-o", "wide");
        await _cli.Run("get", "cluster/east", "-o", "jsonpath={.used.cpu}");
        await _cli.Run("get", "nodes", "-o", "wide");
        await _cli.Run("get", "node", "east/node-1", "-o", "name");
        await _cli.Run("get", "node", "node-9", "--cluster", "east");
        await _cli.Run("get", "node", "node-9");
        await _cli.Run("get", "events");
        await _cli.Run("get", "events", "train", "-o", "wide", "--tail", "1");
        await _cli.Run("get", "events", "--tail", "0");
        _cli.Check("get-fleet");
    }

    [Fact]
    public async Task Describe_EveryKind_IsAsApproved()
    {
        await _cli.Run("describe", "job", "train");
        await _cli.Run("describe", "queue/training");
        await _cli.Run("describe", "cluster", "east");
        await _cli.Run("describe", "node", "east/node-2");
        await _cli.Run("describe");
        _cli.Check("describe");
    }

    [Fact]
    public async Task Cluster_EveryVerb_IsAsApproved()
    {
        _cli.Input = SampleKubeconfig.WithToken;
        var added = await _cli.Run("cluster", "add", "north", "--kubeconfig", "-", "--label", "region=eu", "-n", "research");
        Assert.Contains("abc.def-ghi", _cli.Silo.LastBody, StringComparison.Ordinal);
        Assert.DoesNotContain("abc.def-ghi", added.Output + added.Error, StringComparison.Ordinal);
        await _cli.Run("cluster", "get", "-o", "name");
        await _cli.Run("cluster", "describe", "west");
        await _cli.Run("cluster", "check", "east");
        await _cli.Run("cluster", "check", "west");
        await _cli.Run("cluster", "accept", "east", "--uid", "uid-2");
        await _cli.Run("cluster", "remove", "east");
        await _cli.Run("cluster", "remove", "none", "--force");
        await _cli.Run("cluster", "add", "north", "--kubeconfig", "-", "--label", "region");
        await _cli.Run("cluster", "add", "north");
        _cli.Silo.Failing("POST /v1/clusters", new ClusterCheckFailedException("Cluster 'north' was not registered: 1 rights are missing: list nodes. With force it is registered as it is."));
        await _cli.Run("cluster", "add", "north", "--kubeconfig", "-");
        _cli.Silo.Failing("DELETE /v1/clusters/west", new ClusterConflictException("2 jobs hold places in cluster 'west'."));
        await _cli.Run("cluster", "remove", "west");
        await _cli.Run("cluster");
        _cli.Check("cluster");
    }

    [Fact]
    public async Task Explain_WaitingJob_IsAsApproved()
    {
        await _cli.Run("explain", "big-gang");
        await _cli.Run("explain", "big-gang", "-o", "jsonpath={.reason.code}");
        await _cli.Run("explain", "none");
        _cli.Check("explain");
    }

    [Fact]
    public async Task Top_EveryKind_IsAsApproved()
    {
        await _cli.Run("top", "queues");
        await _cli.Run("top", "clusters");
        await _cli.Run("top", "nodes");
        await _cli.Run("top", "jobs");
        _cli.Colours = true;
        await _cli.Run("top", "clusters");
        _cli.Check("top");
    }

    [Fact]
    public async Task ActOnJobs_NamesFilesAndSelectors_IsAsApproved()
    {
        await _cli.Run("suspend", "train");
        await _cli.Run("resume", "job/train", "none");
        await _cli.Run("cancel", "job", "train", "research/sweep-1");
        await _cli.Run("cancel", "-l", "team=vision", "--dry-run");
        await _cli.Run("cancel", "-l", "team=vision");
        await _cli.Run("cancel", "-l", "team=vision", "--yes");
        await _cli.Run("cancel", "-l", "team=none", "--yes");
        await _cli.Run("delete", "train", "-l", "a=b");
        await _cli.Run("delete");
        _cli.CanAsk = true;
        _cli.Input = "n\n";
        await _cli.Run("delete", "-l", "team=vision");
        _cli.Input = "y\n";
        await _cli.Run("delete", "-l", "team=vision");
        await File.WriteAllTextAsync(Manifest, Text("big-gang"), TestContext.Current.CancellationToken);
        await _cli.Run("delete", "-f", Manifest);
        _cli.Check("act-on-jobs");
    }

    [Fact]
    public async Task Submit_EveryWay_IsAsApproved()
    {
        _cli.Input = Text("new");
        await _cli.Run("submit", "-f", "-", "--dry-run");
        await _cli.Run("submit", "-f", "-", "--dry-run=server");
        await _cli.Run("submit", "-f", "-", "--dry-run=server", "-o", "name");
        await _cli.Run("submit", "-f", "-", "--dry-run=nowhere");
        await _cli.Run("submit", "-f", "-", "-q", "sweeps", "--token", "t");
        await _cli.Run("submit", "-f", "-", "--token", "no token");
        await _cli.Run("submit");
        _cli.Silo.Failing("POST /v1/jobs", new LedgerUnavailableException("later"));
        await _cli.Run("submit", "-f", "-", "-q", "sweeps", "--token", "t-1");
        Assert.Equal(["t", "t-1"], _cli.Silo.Tokens.Distinct().Where(t => t.StartsWith('t')));
        _cli.Check("submit");
    }

    [Fact]
    public async Task Apply_NewSameAndOther_IsAsApproved()
    {
        _cli.Input = Text("new");
        await _cli.Run("apply", "-f", "-", "--dry-run");
        await _cli.Run("apply", "-f", "-");
        await _cli.Run("apply", "-f", "-");
        _cli.Input = Text("new").Replace("  queue:", "  priority: 7\n  queue:", StringComparison.Ordinal).Replace("busybox", "other", StringComparison.Ordinal);
        await _cli.Run("apply", "-f", "-");
        _cli.Check("apply");
        Assert.Single(_cli.Silo.Tokens);
    }

    [Fact]
    public async Task Apply_SameContent_HasSameToken()
    {
        _cli.Input = Text("new");
        await _cli.Run("apply", "-f", "-");
        _cli.Silo.Jobs.Clear();
        await _cli.Run("apply", "-f", "-");
        _cli.Silo.Jobs.Clear();
        _cli.Input = Text("new").Replace("count: 2", "count: 3", StringComparison.Ordinal);
        await _cli.Run("apply", "-f", "-");
        Assert.Equal(3, _cli.Silo.Tokens.Count);
        Assert.Equal(2, _cli.Silo.Tokens.Distinct().Count());
    }

    [Fact]
    public async Task Cordon_EveryTarget_IsAsApproved()
    {
        await _cli.Run("cordon", "queue/training", "cluster/east", "node/east/node-1", "--reason", "a fan is broken");
        await _cli.Run("uncordon", "q/training", "node/east/none");
        await _cli.Run("cordon", "job/train");
        await _cli.Run("cordon");
        _cli.Check("cordon");
    }

    [Fact]
    public async Task Wait_EveryGoal_IsAsApproved()
    {
        await _cli.Run("wait", "train", "--for=state=Running");
        await _cli.Run("wait", "old", "research/sweep-1");
        await _cli.Run("wait", "gone", "--for=delete");
        await _cli.Run("wait", "train", "--for", "state=Nowhere");
        await _cli.Run("wait", "train", "--timeout", "5q");
        await _cli.Run("wait", "none");
        _cli.Check("wait");
    }

    [Fact]
    public async Task Wait_TimeOut_NamesEveryJobThatIsMissing()
    {
        await _cli.Run("wait", "old", "train", "big-gang", "--timeout", "1s");
        var (code, output, error) = await _cli.Run("wait", "train", "--for=delete", "--timeout", "1s");
        Assert.Equal((6, ""), (code, output));
        Assert.Contains("job/default/train: Running on east for 5s", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wait_OnATerminal_RewritesOneLine()
    {
        _cli.IsWatched = true;
        var (code, _, error) = await _cli.Run("wait", "train", "big-gang", "--timeout", "1s");
        Assert.Equal(6, code);
        Assert.Contains("\r\u001b[K0 of 2 there", error, StringComparison.Ordinal);
        Assert.Contains("\r\u001b[Kerror: 2 of 2 did not get there within 1s:\n", error, StringComparison.Ordinal);
        Assert.DoesNotContain("Starting -> Running", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Others_EachCommand_IsAsApproved()
    {
        await _cli.Run("logs", "train");
        await _cli.Run("logs", "train", "--tail", "-1");
        await _cli.Run("watch", "old", "-o", "json");
        _cli.Silo.Caller = new CallerInfo("ada", [new CallerGrant("submit", "training", ["research"]), new CallerGrant("viewer", null, [])]);
        await _cli.Run("whoami");
        await _cli.Run("whoami", "-o", "json");
        await _cli.Run("version");
        await _cli.Run("version", "--client");
        await _cli.Run("version", "-o", "json");
        _cli.Check("others");
    }

    [Fact]
    public async Task Misunderstandings_WrongWords_SuggestTheRightOnes()
    {
        await _cli.Run("frobnicate");
        await _cli.Run("sumbit", "-f", "x");
        await _cli.Run("list");
        await _cli.Run("pause", "train");
        await _cli.Run("get");
        await _cli.Run("get", "jbos");
        await _cli.Run("get", "pods");
        await _cli.Run("get", "jobs", "--namspace", "x");
        await _cli.Run("top");
        await _cli.Run("config");
        await _cli.Run("completion", "tcsh");
        await _cli.Run("explain");
        await _cli.Run("explain", "A");
        await _cli.Run("explain", "a", "b");
        await _cli.Run("get", "jobs", "--server", "x");
        await _cli.Run("--context", "none", "get", "jobs");
        _cli.Check("misunderstandings");
    }

    [Fact]
    public async Task Colours_OnATerminal_AreAddedAfterCleaning()
    {
        _cli.Colours = true;
        _cli.Silo.Jobs.Add(Samples.Job("evil\u001b[31m") with { Spec = new JobSpec { Queue = "q\u001b[2J", PodSets = [] } });
        await _cli.Run("get", "jobs", "-o", "name");
        await _cli.Run("get", "jobs");
        _cli.Check("colours");
    }

    [Fact]
    public async Task Plugin_Help_SaysKubectl()
    {
        _cli.Program = "kubectl muster";
        var (_, output, _) = await _cli.Run("wait", "--help");
        Assert.Contains("\n  kubectl muster wait train-llm --timeout 5m\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain("\n  muster ", output, StringComparison.Ordinal);
        var (_, _, error) = await _cli.Run("wait", "train", "--timeout", "1s");
        Assert.Contains(": kubectl muster explain ", error, StringComparison.Ordinal);
    }

    private static string Text(string name) =>
        $"apiVersion: muster.dev/v1alpha1\nkind: Job\nmetadata: {{name: {name}}}\nspec:\n  queue: training\n  podSets: [{{count: 2, template: {{spec: {{containers: [{{name: c, image: busybox}}], volumes: [{{name: v, emptyDir: {{}}}}]}}}}}}]\n";
}

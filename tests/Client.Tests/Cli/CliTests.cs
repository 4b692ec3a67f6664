using System.Net;
using System.Text;
using Muster.Cli;
using Muster.Client;
using Muster.Contracts;

namespace Client.Tests;

public sealed class CliTests : IDisposable
{
    private const string Get = "GET /v1/namespaces/default/jobs/a";
    private const string End = "GET /v1/events?after=0&limit=1";
    private const string Manifest = "apiVersion: muster.dev/v1alpha1\nkind: Job\nmetadata: {name: a}\nspec: {podSets: [{template: {spec: {containers: [{}]}}}]}\n";

    private readonly FakeSilo _silo = new();

    public void Dispose() => _silo.Dispose();

    [Fact]
    public async Task GetJobs_Table_IsAsPinned()
    {
        _silo.On("GET /v1/jobs?after=0&limit=500&namespace=default", new JobPage([Samples.Job("train", JobState.Running), Samples.Job("big-gang", reason: new Reason(ReasonCode.PlacementFailed, "x"))], null), ApiJson.Default.JobPage);
        await Expect(0, """
            NAME       QUEUE      STATE     REASON            CLUSTER   PODS   AGE
            train      training   Running   -                 east      4      2m10s
            big-gang   training   Queued    PlacementFailed   -         4      2m10s
            """, "", "get", "jobs");
        await Expect(0, """
            NAME       QUEUE      STATE     REASON            CLUSTER   PODS   AGE     ATTEMPT   RUNS   PRIORITY   NODES
            train      training   Running   -                 east      4      2m10s   1-1       1      10         1
            big-gang   training   Queued    PlacementFailed   -         4      2m10s   -         0      10         0
            """, "", "get", "jobs", "-o", "wide");
        await Expect(0, "job/default/train\njob/default/big-gang", "", "get", "jobs", "-o", "name");
    }

    [Fact]
    public async Task GetJobs_AllNamespacesWithoutHeaders_IsAsPinned()
    {
        _silo.On("GET /v1/jobs?after=0&limit=500&queue=q&state=Failed", new JobPage([Samples.Job("a", JobState.Failed, "ns")], null), ApiJson.Default.JobPage);
        await Expect(0, "ns          a      training   Failed   -        east      4      2m10s", "", "get", "jobs", "-A", "-q", "q", "--state", "failed", "--no-headers");
    }

    [Fact]
    public async Task GetJob_AsYaml_CanBeSubmittedAgain()
    {
        _silo.On(Get, Samples.Job("a", JobState.Running), MusterJson.Default.Job);
        var (code, yaml, _) = await Run("get", "job", "a", "-o", "yaml");
        Assert.Equal(0, code);
        var again = ManifestReader.Read(yaml, "yaml").Single().Job;
        Assert.Equal(Samples.Job("a").Spec.PodSets[0].Template, again.Spec.PodSets[0].Template);
    }

    [Fact]
    public async Task GetJobs_None_SaysSoBesideTheData()
    {
        _silo.On("GET /v1/jobs?after=0&limit=500&namespace=default", new JobPage([], null), ApiJson.Default.JobPage);
        await Expect(0, "", "no jobs found", "get", "jobs");
    }

    [Fact]
    public async Task GetClusters_Table_IsAsPinned()
    {
        _silo.On("GET /v1/clusters", new ClusterPage([new ClusterSnapshot { Spec = new ClusterSpec { Name = "east" }, Health = ClusterHealth.Ready, Since = Samples.Now.AddHours(-5), Nodes = 20, Gangs = 2, Capacity = ResourceVector.Of(("cpu", 96_000), ("memory", 768L << 30)), Used = ResourceVector.Of(("cpu", 500)) }]), ApiJson.Default.ClusterPage);
        await Expect(0, """
            NAME   HEALTH   SINCE   NODES   GANGS   CPU       MEMORY    GPU
            east   Ready    5h      20      2       500m/96   0/768Gi   -
            """, "", "get", "clusters");
    }

    [Fact]
    public async Task Submit_Stdin_SendsItWithTheToken()
    {
        _silo.On("POST /v1/jobs", Samples.Job("a"), MusterJson.Default.Job, HttpStatusCode.Created);
        var (code, output, _) = await RunWith(Manifest, "submit", "-f", "-", "--token", "t1", "--queue", "sweeps");
        Assert.Equal((0, "job/default/a: Queued in training\n"), (code, output));
        Assert.Equal(["POST /v1/jobs t1"], _silo.Requests);
        Assert.Contains("\"queue\":\"sweeps\"", _silo.LastBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_DryRun_SendsNothing()
    {
        var (code, output, error) = await RunWith(Manifest, "submit", "-f", "-", "--dry-run");
        Assert.Equal((0, "1 checked, nothing sent (dry run)\n"), (code, error));
        Assert.Contains("name: a\n", output, StringComparison.Ordinal);
        Assert.Empty(_silo.Requests);
    }

    [Fact]
    public async Task Submit_OutcomeUnknown_TellsTheToken()
    {
        _silo.On("POST /v1/jobs", new LedgerUnavailableException("later"));
        var (code, _, error) = await RunWith(Manifest, "submit", "-f", "-", "--token", "t1");
        Assert.Equal(6, code);
        Assert.Contains("muster submit -f - --token t1", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_BadManifest_IsRejectedBeforeAnythingIsSent()
    {
        var (code, _, error) = await RunWith(Manifest.Replace("name: a", "name: A", StringComparison.Ordinal), "submit", "-f", "-");
        Assert.Equal(5, code);
        Assert.StartsWith("error: stdin:3:12: metadata.name: ", error, StringComparison.Ordinal);
        Assert.Empty(_silo.Requests);
    }

    public static TheoryData<int, MusterException> Codes() => new()
    {
        { 3, new QueueNotFoundException("default") },
        { 4, new JobAlreadyExistsException(new JobId("default", "a")) },
        { 4, new SubmissionConflictException("t") },
        { 5, new InvalidRequestException("a", "b", "c") },
        { 5, new UnsatisfiableJobException(new Reason(ReasonCode.ExceedsMaxQuota, "x")) },
        { 7, new OverloadedException("full") },
    };

    [Theory]
    [MemberData(nameof(Codes), DisableDiscoveryEnumeration = true)]
    public async Task Submit_Refused_HasItsExitCode(int expected, MusterException refusal)
    {
        _silo.On("POST /v1/jobs", refusal);
        var (code, output, error) = await RunWith(Manifest, "submit", "-f", "-", "--token", "t");
        Assert.Equal((expected, "", $"error: {refusal.Message}\n"), (code, output, error));
    }

    [Theory]
    [InlineData(2, "error: 'frobnicate' is not a command\nsee: muster --help\n", "frobnicate")]
    [InlineData(2, "error: --timeout: '5q' is no duration; write 30s, 5m or 1h30m, up to 20d\nsee: muster wait --help\n", "wait", "a", "--timeout", "5q")]
    [InlineData(2, "error: 'A' names no job: use 1 to 63 lower-case letters, digits and '-', beginning and ending with a letter or digit\nsee: muster explain --help\n", "explain", "A")]
    [InlineData(2, "error: --server: 'x' is no address; write http://host:port\nsee: muster get jobs --help\n", "get", "jobs", "--server", "x")]
    [InlineData(1, "error: Could not find file '/none'.\n", "submit", "-f", "/none")]
    public async Task Arguments_Wrong_AreExplained(int code, string error, params string[] args) => Assert.Equal((code, "", error), await Run(args));

    [Theory]
    [InlineData(JobState.Succeeded, "ended", 0)]
    [InlineData(JobState.Failed, "ended", 8)]
    [InlineData(JobState.Cancelled, "ended", 8)]
    [InlineData(JobState.Cancelled, "state=Cancelled", 0)]
    [InlineData(JobState.Failed, "state=Succeeded", 8)]
    [InlineData(JobState.Succeeded, "state=Running", 0)]
    [InlineData(JobState.Running, "state=running", 0)]
    public async Task Wait_Job_EndsWithItsCode(JobState state, string condition, int expected)
    {
        _silo.On(Get, Samples.Job("a", state), MusterJson.Default.Job).On(End, new ChangePage([], 7), ApiJson.Default.ChangePage);
        await Expect(expected, $"job/default/a: {state}", "", "wait", "job/a", "--for", condition);
    }

    [Fact]
    public async Task Wait_TooLong_EndsWithTimeout()
    {
        _silo.On(Get, Samples.Job("a"), MusterJson.Default.Job).OnChanges("GET /v1/events?after=0&job=default%2Fa");
        var (code, _, error) = await Run("wait", "a", "--timeout", "1");
        Assert.Equal(6, code);
        Assert.Contains("muster explain default/a", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CancelAndDelete_SeveralJobs_OneMissingDoesNotStopTheOthers()
    {
        _silo.On("POST /v1/namespaces/default/jobs/x/cancel", new JobNotFoundException(new JobId("default", "x")))
            .On("POST /v1/namespaces/ns/jobs/a/cancel", Samples.Job("a", JobState.Draining, "ns"), MusterJson.Default.Job)
            .On("DELETE /v1/namespaces/default/jobs/a", () => new HttpResponseMessage(HttpStatusCode.NoContent));
        await Expect(3, "job/ns/a: Draining", "error: No job default/x is known. List jobs with: muster get jobs -A", "cancel", "x", "ns/a");
        await Expect(0, "job/default/a: deleted", "", "delete", "a");
    }

    [Fact]
    public async Task Explain_WaitingJob_IsAsPinned()
    {
        _silo.On(Get + "/explanation", new Explanation
        {
            Job = new JobId("default", "a"), Since = Samples.Now.AddMinutes(-5), Position = 2, Pending = 9,
            Reason = new Reason(ReasonCode.PlacementFailed, "18 of 18 pods have no place"),
            Clusters = [new ClusterVerdict(new ClusterName("east"), false, "3 of 20 nodes lack nvidia.com/gpu"), new ClusterVerdict(new ClusterName("west"), false, "no node has gpu=h100\u001b[2J")],
        }, MusterJson.Default.Explanation);
        await Expect(0, """
            Job:       default/a
            State:     Queued
            Reason:    PlacementFailed: 18 of 18 pods have no place
            Since:     2031-05-01T11:55:00Z (5m ago)
            Position:  2 of 9 that wait in its queue
            If first:  it would still wait
            Remedy:    wait for places to come free, or ask for fewer or smaller pods

            CLUSTER   FITS   VERDICT
            east      no     3 of 20 nodes lack nvidia.com/gpu
            west      no     no node has gpu=h100[2J
            """, "", "explain", "a");
    }

    [Fact]
    public async Task Describe_RunningJob_ShowsNodesAndEventsOfThisSubmission()
    {
        _silo.On(Get, Samples.Job("a", JobState.Running), MusterJson.Default.Job)
            .On("GET /v1/events?after=0&limit=1000&job=default%2Fa", new ChangePage([Samples.Change(1, "a", JobState.Running, JobState.Failed, "older"), Samples.Change(2, "a", JobState.Starting, JobState.Running)], 2), ApiJson.Default.ChangePage);
        var (code, output, _) = await Run("describe", "job", "a");
        Assert.Equal(0, code);
        Assert.Contains("  node-1   main[0-3]   cpu=8, pods=4\n", output, StringComparison.Ordinal);
        Assert.EndsWith("Events:\n  12:00:02  Starting -> Running on east\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_OneJob_EndsWithIt()
    {
        _silo.On(Get, Samples.Job("a"), MusterJson.Default.Job)
            .OnChanges("GET /v1/events?after=0&job=default%2Fa", Samples.Change(1, "a", null, JobState.Queued), Samples.Change(2, "a", JobState.Running, JobState.Succeeded));
        await Expect(0, "12:00:01  Queued\n12:00:02  Running -> Succeeded", "", "watch", "a");
    }

    [Fact]
    public async Task Version_Silo_IsShown()
    {
        _silo.On("GET /v1/version", new ServerVersion("0.1.0", "Embedded"), ApiJson.Default.ServerVersion);
        await Expect(0, "client: 0.1.0\nsilo: 0.1.0 (Embedded)", "", "version");
    }

    [Fact]
    public async Task Interrupted_Command_EndsWith130()
    {
        using var interrupt = new CancellationTokenSource();
        _silo.On(Get, Samples.Job("a"), MusterJson.Default.Job).On("GET /v1/events?after=0&job=default%2Fa", () =>
        {
            interrupt.Cancel();
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("", Encoding.UTF8, "text/event-stream") };
        });
        var error = new StringWriter();
        Assert.Equal(130, await MusterCli.RunAsync(["wait", "a"], new StringWriter(), error, _silo, cancellationToken: interrupt.Token));
        Assert.EndsWith("interrupted; job/default/a goes on. Wait again with: muster wait default/a\n", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("submit")]
    [InlineData("get")]
    [InlineData("get", "jobs")]
    [InlineData("wait")]
    [InlineData("watch")]
    [InlineData("explain")]
    [InlineData("cancel")]
    [InlineData("delete")]
    [InlineData("describe", "job")]
    public async Task Help_Command_TeachesByExample(params string[] command)
    {
        var (code, output, _) = await Run([.. command, "--help"]);
        Assert.Equal(0, code);
        Assert.Matches("Examples?:\n  muster " + command[0], output);
    }

    private async Task Expect(int code, string output, string error, params string[] args)
    {
        static string Lines(string text) => text.Length == 0 ? "" : text.ReplaceLineEndings("\n") + "\n";
        Assert.Equal((code, Lines(output), Lines(error)), await Run(args));
    }

    private Task<(int Code, string Output, string Error)> Run(params string[] args) => RunWith("", args);

    private async Task<(int Code, string Output, string Error)> RunWith(string input, params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await MusterCli.RunAsync(args, output, error, _silo, new MemoryStream(Encoding.UTF8.GetBytes(input)), new FixedClock(), TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }

    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Samples.Now;
    }
}

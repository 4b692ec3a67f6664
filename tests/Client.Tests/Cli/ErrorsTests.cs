using System.Net;
using System.Security.Authentication;
using System.Text;
using Muster.Contracts;

namespace Client.Tests;

/// <summary>What the command line says when something goes wrong, and how it ends.</summary>
public sealed class ErrorsTests : IDisposable
{
    private const string Get = "GET /v1/namespaces/default/jobs/a";

    private readonly FakeSilo _silo = new();

    public void Dispose() => _silo.Dispose();

    [Fact]
    public async Task Submit_SeveralRefused_NamesFileAndJob()
    {
        _silo.On("POST /v1/jobs", new QueueNotFoundException("none"));
        var (code, _, error) = await RunWith($"{Manifest("a")}---\n{Manifest("b")}", "submit", "-f", "-");
        Assert.Equal(3, code);
        Assert.StartsWith("error: stdin: job/default/a: ", error, StringComparison.Ordinal);
        Assert.Contains("\nerror: stdin: job/default/b: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_AnotherServersNotFound_IsAnError()
    {
        _silo.On(Get, () => new HttpResponseMessage(HttpStatusCode.NotFound) { Content = new StringContent("nothing here", Encoding.UTF8, "text/html") });
        Assert.Equal(1, (await Run("get", "job", "a")).Code);
    }

    [Fact]
    public async Task Get_BrokenTls_TellsTheCause()
    {
        _silo.On(Get, () => throw new HttpRequestException(HttpRequestError.SecureConnectionError, "see inner", new AuthenticationException("a corrupted frame was received.")));
        var (code, _, error) = await Run("get", "job", "a", "-s", "https://silo.example:8080");
        Assert.Equal((7, "error: no TLS connection to https://silo.example:8080: a corrupted frame was received; check the silo's certificate, or write http:// if it serves no TLS\n"), (code, error));
    }

    [Fact]
    public async Task Get_RemoteSiloAway_DoesNotAdviseToStartOneHere()
    {
        _silo.Refusing(Get);
        var (code, _, error) = await Run("get", "job", "a", "-s", "http://silo.example:8080");
        Assert.Equal((7, "error: no silo answers at http://silo.example:8080: refused\n"), (code, error));
    }

    [Theory]
    [InlineData("error: --timeout goes with --wait: it says how long to wait\n", "submit", "-f", "-", "--timeout", "1s")]
    [InlineData("error: --tail: 'abc' is no number; write 0 or more\n", "logs", "a", "--tail", "abc")]
    [InlineData("error: --tail: '-1' is no number; write 0 or more\n", "get", "events", "--tail", "-1")]
    [InlineData("error: --selector: ", "get", "jobs", "-l", "team in vision")]
    [InlineData("error: --field-selector: ", "get", "jobs", "--field-selector", "status.nope=x")]
    [InlineData("error: --field-selector: ", "cancel", "--field-selector", "x", "--yes")]
    public async Task Arguments_ThatCannotBeMeant_AreUsage(string expected, params string[] args)
    {
        var (code, _, error) = await RunWith(Manifest("a"), args);
        Assert.Equal(2, code);
        Assert.StartsWith(expected, error, StringComparison.Ordinal);
        Assert.Empty(_silo.Requests);
    }

    [Fact]
    public async Task GetJobs_SortedByWhatNoneHas_IsUsage()
    {
        _silo.On("GET /v1/jobs?after=0&limit=500&namespace=default", new JobPage([Samples.Job("a")], null), ApiJson.Default.JobPage);
        var (code, _, error) = await Run("get", "jobs", "--sort-by", ".nope");
        Assert.Equal(2, code);
        Assert.StartsWith("error: --sort-by: '.nope' finds nothing in any job", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Errors_OfAccessAndNodes_NameCommands()
    {
        _silo.On("GET /v1/whoami", new UnauthenticatedException("This silo asks for a token. Send it as 'Authorization: Bearer mst_...'."))
            .On(Get, new ForbiddenException("'ada' may not see it. GET /v1/whoami shows the roles it has."))
            .On("GET /v1/clusters/east/nodes/n", new NodeNotFoundException("east", "n"));
        Assert.Equal("error: This silo asks for a token. Give a token with MUSTER_TOKEN, with --token-file, or in a context: muster config set-context NAME --token-file FILE\n", (await Run("whoami")).Error);
        Assert.Equal("error: 'ada' may not see it. What you may do: muster whoami\n", (await Run("get", "job", "a")).Error);
        Assert.Equal("error: Cluster east has no node 'n'. List nodes with: muster get nodes\n", (await Run("describe", "node", "east/n")).Error);
    }

    [Theory]
    [InlineData(ReasonCode.CancelRequested, "muster wait default/a\n")]
    [InlineData(ReasonCode.SuspendRequested, "muster cancel default/a\n")]
    public async Task Delete_JobThatIsStopped_AdvisesWhatHelps(ReasonCode reason, string advice)
    {
        _silo.On("DELETE /v1/namespaces/default/jobs/a", new JobStateException("Job default/a is Draining. Cancel it first: muster cancel default/a"))
            .On(Get, Samples.Job("a", JobState.Draining, reason: new Reason(reason, "x")), MusterJson.Default.Job);
        var (code, _, error) = await Run("delete", "a");
        Assert.Equal(4, code);
        Assert.EndsWith(advice, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_Suspended_NamesTheJobInTheRemedy()
    {
        var reason = new Reason(ReasonCode.SuspendRequested, "its owner suspended it");
        _silo.On(Get + "/explanation", new Explanation { Job = new JobId("default", "a"), State = JobState.Suspended, Reason = reason }, MusterJson.Default.Explanation);
        Assert.Contains("muster resume default/a, once", (await Run("explain", "a")).Output, StringComparison.Ordinal);
    }

    private static string Manifest(string name) =>
        $"apiVersion: muster.dev/v1alpha1\nkind: Job\nmetadata: {{name: {name}}}\nspec: {{podSets: [{{template: {{spec: {{containers: [{{}}]}}}}}}]}}\n";

    private Task<(int Code, string Output, string Error)> Run(params string[] args) => RunWith("", args);

    private async Task<(int Code, string Output, string Error)> RunWith(string input, params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await Muster.Cli.MusterCli.RunAsync(args, output, error, _silo, new MemoryStream(Encoding.UTF8.GetBytes(input)), cancellationToken: TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }
}

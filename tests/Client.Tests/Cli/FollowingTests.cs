using System.Net;
using System.Text;
using Muster.Cli;
using Muster.Contracts;

namespace Client.Tests;

/// <summary>Commands that follow the event log, which tells of the past as well.</summary>
public sealed class FollowingTests : IDisposable
{
    private const string Get = "GET /v1/namespaces/default/jobs/a";
    private const string Changes = "GET /v1/events?after=0&job=default%2Fa";
    private const string Listed = "GET /v1/jobs?after=0&limit=500&namespace=default";

    private readonly FakeSilo _silo = new FakeSilo().On("GET /v1/events?after=0&limit=1", new ChangePage([], 3), ApiJson.Default.ChangePage);

    public void Dispose() => _silo.Dispose();

    [Fact]
    public async Task Wait_StateOfThePast_IsNotEnough()
    {
        _silo.On(Get, Samples.Job("a"), MusterJson.Default.Job).OnChanges(Changes,
            Samples.Change(2, "a", JobState.Starting, JobState.Running), Samples.Change(3, "a", JobState.Suspended, JobState.Queued))
            .OnChanges("GET /v1/events?after=3&job=default%2Fa");
        var (code, output, _) = await Run("wait", "a", "--for", "state=Running", "--timeout", "1s");
        Assert.Equal((6, ""), (code, output));
    }

    [Fact]
    public async Task Wait_StateThatComesLater_IsTold()
    {
        _silo.On(Get, Samples.Job("a"), MusterJson.Default.Job).OnChanges(Changes,
            Samples.Change(2, "a", JobState.Starting, JobState.Running), Samples.Change(3, "a", JobState.Suspended, JobState.Queued),
            Samples.Change(4, "a", JobState.Starting, JobState.Running));
        var (code, output, _) = await Run("wait", "a", "--for", "state=Running");
        Assert.Equal((0, "job/default/a: Running\n"), (code, output));
    }

    [Fact]
    public async Task Wait_StateThatPassesAtOnce_IsTold()
    {
        _silo.On(Get, Samples.Job("a", JobState.Running), MusterJson.Default.Job).OnChanges(Changes,
            Samples.Change(1, "a", null, JobState.Queued), Samples.Change(4, "a", JobState.Running, JobState.Draining), Samples.Change(5, "a", JobState.Draining, JobState.Suspended));
        var (code, output, _) = await Run("wait", "a", "--for", "state=Draining");
        Assert.Equal((0, "job/default/a: Draining\n"), (code, output));
    }

    [Fact]
    public async Task GetJobsWatch_SeveralChanges_ShowsEachAsItWas()
    {
        _silo.On(Listed, new JobPage([Samples.Job("a")], null), ApiJson.Default.JobPage).On(Get, Samples.Job("a", JobState.Succeeded), MusterJson.Default.Job);
        var lines = await Watch(
            Samples.Change(4, "a", null, JobState.Queued), Samples.Change(5, "a", JobState.Queued, JobState.Admitted),
            Samples.Change(6, "a", JobState.Starting, JobState.Running), Samples.Change(7, "a", JobState.Running, JobState.Succeeded));
        Assert.Equal(["STATE", "Queued", "Admitted", "Running", "Succeeded"], lines.Select(l => l[2]));
    }

    [Fact]
    public async Task GetJobsWatch_NoneYet_ShowsTheHeadersWithTheFirst()
    {
        _silo.On(Listed, new JobPage([], null), ApiJson.Default.JobPage).On(Get, Samples.Job("a", JobState.Running), MusterJson.Default.Job);
        var lines = await Watch(Samples.Change(4, "a", null, JobState.Queued), Samples.Change(5, "a", JobState.Starting, JobState.Running));
        Assert.Equal([["NAME", "QUEUE", "STATE"], ["a", "training", "Queued"], ["a", "training", "Running"]], lines.Select(l => l[..3]));
    }

    // What is followed never ends: after the last change the command is interrupted.
    private async Task<List<string[]>> Watch(params JobChange[] changes)
    {
        using var interrupt = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        _silo.OnChanges("GET /v1/events?after=3&namespace=default", changes).On($"GET /v1/events?after={changes[^1].Sequence}&namespace=default", () =>
        {
            interrupt.Cancel();
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("", Encoding.UTF8, "text/event-stream") };
        });
        var output = new StringWriter();
        Assert.Equal(130, await MusterCli.RunAsync(["get", "jobs", "-w"], output, new StringWriter(), _silo, cancellationToken: interrupt.Token));
        return [.. output.ToString().TrimEnd('\n').Split('\n').Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
    }

    private async Task<(int Code, string Output, string Error)> Run(params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await MusterCli.RunAsync(args, output, error, _silo, cancellationToken: TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }
}

using System.Net;
using Muster.Client;
using Muster.Contracts;

namespace Client.Tests;

public sealed class MusterClientTests : IDisposable
{
    private static readonly JobId Id = new("default", "a");

    private readonly FakeSilo _silo = new();

    public void Dispose() => _silo.Dispose();

    private MusterClient Client => new(new MusterClientOptions { Retry = new RetryOptions { MaxTries = 4, FirstDelay = TimeSpan.FromMilliseconds(1) } }, _silo);

    [Fact]
    public async Task SubmitAsync_SiloAwayTwice_SendsTheSameTokenAgain()
    {
        _silo.Refusing("POST /v1/jobs").On("POST /v1/jobs", new LedgerUnavailableException("later")).On("POST /v1/jobs", Samples.Job("a"), MusterJson.Default.Job, HttpStatusCode.Created);
        var job = await Client.SubmitAsync(Samples.Job("a"), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(("uid-a", true), (job.Job!.Metadata.Uid, job.Created));
        Assert.Equal(_silo.Requests.First().Split(' ')[^1], job.Token);
        Assert.Equal(3, _silo.Requests.Count);
        Assert.Single(_silo.Requests.Distinct());
        Assert.Matches("^POST /v1/jobs [0-9a-f]{32}$", _silo.Requests.First());
        Assert.Contains("\"queue\":\"training\"", _silo.LastBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetAsync_NoSilo_SaysHowToStartOne()
    {
        _silo.Refusing("GET /v1/namespaces/default/jobs/a");
        var error = await Assert.ThrowsAsync<UnreachableException>(() => Client.GetJobAsync(Id, TestContext.Current.CancellationToken));
        Assert.Equal("no silo answers at http://127.0.0.1:8080; start one with: dotnet run --project src/Silo", error.Message);
        Assert.Equal(4, _silo.Requests.Count);
    }

    public static TheoryData<MusterException> Errors() => new()
    {
        new InvalidRequestException("spec.queue", "it is empty", "write one"),
        new JobNotFoundException(Id),
        new QueueNotFoundException("training"),
        new JobAlreadyExistsException(Id),
        new SubmissionConflictException("t"),
        new JobStateException("it runs"),
        new UnsatisfiableJobException(new Reason(ReasonCode.ExceedsFleet, "too large")),
        new OverloadedException("the queue is full"),
        new WatchExpiredException("gone"),
    };

    [Theory]
    [MemberData(nameof(Errors), DisableDiscoveryEnumeration = true)]
    public async Task SubmitAsync_Refused_ThrowsWhatTheSiloThrew(MusterException error)
    {
        _silo.On("POST /v1/jobs", error);
        var thrown = await Assert.ThrowsAnyAsync<MusterException>(() => Client.SubmitAsync(Samples.Job("a"), new SubmitOptions { Token = "t" }, TestContext.Current.CancellationToken));
        Assert.Equal(error.GetType(), thrown.GetType());
        Assert.Equal((error.Message, error.Code), (thrown.Message, thrown.Code));
        Assert.Equal(error is OverloadedException ? 4 : 1, _silo.Requests.Count);
    }

    [Fact]
    public async Task GetAsync_SomethingElseAnswers_SaysSo()
    {
        _silo.On("GET /v1/namespaces/default/jobs/a", () => new HttpResponseMessage(HttpStatusCode.BadGateway) { Content = new StringContent("<html>") });
        var error = await Assert.ThrowsAsync<ApiException>(() => Client.GetJobAsync(Id, TestContext.Current.CancellationToken));
        Assert.Contains("is a Muster silo there?", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListAsync_SeveralPages_FetchesThemAll()
    {
        _silo.On("GET /v1/jobs?after=0&limit=500&queue=training&state=Queued", new JobPage([Samples.Job("a"), Samples.Job("b")], 2), ApiJson.Default.JobPage)
            .On("GET /v1/jobs?after=2&limit=500&queue=training&state=Queued", new JobPage([Samples.Job("c")], null), ApiJson.Default.JobPage);
        var jobs = await Client.ListJobsAsync(new JobListOptions { Queue = "training", States = [JobState.Queued] }, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["a", "b", "c"], jobs.Select(j => j.Metadata.Name));
    }

    [Fact]
    public async Task ListAsync_NewestFirstWithEmptyPages_GoesOnAsLongAsTheSiloSays()
    {
        const string Query = "limit=500&labelSelector=a%3Db&sort=-submitted";
        _silo.On($"GET /v1/jobs?{Query}", new JobPage([Samples.Job("c")], 90), ApiJson.Default.JobPage)
            .On($"GET /v1/jobs?after=90&{Query}", new JobPage([], 40), ApiJson.Default.JobPage)
            .On($"GET /v1/jobs?after=40&{Query}", new JobPage([Samples.Job("a")], 40), ApiJson.Default.JobPage);
        var options = new JobListOptions { LabelSelector = "a=b", NewestFirst = true };
        var jobs = await Client.ListJobsAsync(options, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["c", "a"], jobs.Select(j => j.Metadata.Name));
        Assert.Equal(3, _silo.Requests.Count);
    }

    [Fact]
    public async Task WatchAsync_ConnectionsBreak_GoesOnAndTellsEachEntryOnce()
    {
        _silo.OnChanges("GET /v1/events?after=0", Samples.Change(1, "a", null, JobState.Queued), Samples.Change(3, "a", JobState.Queued, JobState.Admitted))
            .Refusing("GET /v1/events?after=3")
            .OnChanges("GET /v1/events?after=3", Samples.Change(3, "a", JobState.Queued, JobState.Admitted), Samples.Change(4, "a", JobState.Admitted, JobState.Committed));
        var seen = await Client.WatchAsync(new WatchOptions { After = 0 }, cancellationToken: TestContext.Current.CancellationToken).Take(3).Select(c => c.Sequence).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal([1, 3, 4], seen);
        Assert.Equal(["GET /v1/events?after=0 0", "GET /v1/events?after=3 3", "GET /v1/events?after=3 3"], _silo.Requests);
    }

    [Fact]
    public async Task WatchAsync_LogNoLongerHasIt_Throws()
    {
        _silo.On("GET /v1/events?after=5", new WatchExpiredException("gone"));
        await Assert.ThrowsAsync<WatchExpiredException>(async () => await Client.WatchAsync(new WatchOptions { After = 5 }, cancellationToken: TestContext.Current.CancellationToken).FirstAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task WaitForCompletionAsync_OlderSubmissionOfTheName_IsNotMistakenForThisOne()
    {
        const string Watch = "GET /v1/events?after=0&job=default%2Fa";
        _silo.On("GET /v1/namespaces/default/jobs/a", Samples.Job("a"), MusterJson.Default.Job)
            .On("GET /v1/namespaces/default/jobs/a", Samples.Job("a", JobState.Succeeded), MusterJson.Default.Job)
            .OnChanges(Watch, Samples.Change(1, "a", JobState.Running, JobState.Failed, "older"), Samples.Change(2, "a", null, JobState.Queued), Samples.Change(3, "a", JobState.Running, JobState.Succeeded));
        var progress = new List<long>();
        var job = await Client.GetJobHandle(Id).WaitForCompletionAsync(new WaitOptions { Progress = new Progress(progress) }, TestContext.Current.CancellationToken);
        Assert.Equal(JobState.Succeeded, job.Status!.State);
        Assert.Equal([2, 3], progress);
    }

    private sealed class Progress(List<long> seen) : IProgress<JobChange>
    {
        public void Report(JobChange value) => seen.Add(value.Sequence);
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Muster.Client;
using Muster.Contracts;

namespace Client.Tests;

public sealed class RetryTests : IDisposable
{
    private const string Submit = "POST /v1/jobs";
    private const string Cancel = "POST /v1/namespaces/default/jobs/a/cancel";
    private const string Delete = "DELETE /v1/namespaces/default/jobs/a";
    private static readonly JobId Id = new("default", "a");

    private readonly FakeSilo _silo = new();
    // Pauses of up to 10 s pass at once; the limit of a try, which is longer, never comes.
    private readonly HandClock _clock = new(TimeSpan.FromSeconds(10));

    public void Dispose() => _silo.Dispose();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SubmitAsync_AnswerLostForGood_CarriesTheToken()
    {
        _silo.On(Submit, static () => throw new HttpRequestException(HttpRequestError.ResponseEnded, "gone"));
        var error = await Assert.ThrowsAsync<OutcomeUnknownException>(() => Client().SubmitAsync(Samples.Job("a"), new SubmitOptions { Token = "t-1" }, Stop));
        Assert.Equal(("t-1", "OutcomeUnknown"), (error.Token, error.Code));
        Assert.IsType<UnreachableException>(error.InnerException);
        Assert.Equal(RetryOptions.DefaultMaxTries, _silo.Requests.Count);
    }

    // What the handler throws as it is when a silo ends in the moment that the connection is made.
    [Fact]
    public async Task SubmitAsync_ConnectionEndedWhileMade_IsTriedAgain()
    {
        _silo.On(Submit, static () => throw new SocketException((int)SocketError.NotConnected)).On(Submit, Samples.Job("a"), MusterJson.Default.Job);
        await Client().SubmitAsync(Samples.Job("a"), null, Stop);
        Assert.Equal(2, _silo.Requests.Count);
    }

    [Fact]
    public async Task SubmitAsync_NeverReached_IsNotOfUnknownOutcome()
    {
        _silo.Refusing(Submit);
        await Assert.ThrowsAsync<UnreachableException>(() => Client().SubmitAsync(Samples.Job("a"), null, Stop));
    }

    [Fact]
    public async Task SubmitAsync_LostOnceThenRefused_TellsTheRefusal()
    {
        _silo.On(Submit, static () => throw new HttpRequestException(HttpRequestError.ResponseEnded, "gone")).On(Submit, new QueueNotFoundException("training"));
        await Assert.ThrowsAsync<QueueNotFoundException>(() => Client().SubmitAsync(Samples.Job("a"), null, Stop));
        Assert.Equal(2, _silo.Requests.Count);
    }

    [Fact]
    public async Task SubmitAsync_TooMany_ComesAgainWhenTheSiloSays()
    {
        _silo.On(Submit, static () => Problem(new OverloadedException("the queue is full"), 7)).On(Submit, Samples.Job("a"), MusterJson.Default.Job);
        var job = await Client().SubmitAsync(Samples.Job("a"), null, Stop);
        Assert.False(job.Created);
        Assert.Equal([TimeSpan.FromSeconds(7)], _clock.Pauses);
    }

    [Fact]
    public async Task SubmitAsync_SiloStaysAway_PausesGrowUpToTheirCapAndEndWithTheTime()
    {
        _silo.Refusing(Submit);
        var retry = new RetryOptions { MaxTries = 100, FirstDelay = TimeSpan.FromSeconds(1), Factor = 3, MaxDelay = TimeSpan.FromSeconds(4), MaxTime = TimeSpan.FromSeconds(20) };
        await Assert.ThrowsAsync<UnreachableException>(() => Client().SubmitAsync(Samples.Job("a"), new SubmitOptions { Retry = retry }, Stop));
        Assert.InRange(_clock.Pauses[0].TotalSeconds, 0.5, 1);
        Assert.InRange(_clock.Pauses[1].TotalSeconds, 1.5, 3);
        Assert.All(_clock.Pauses, static p => Assert.True(p <= TimeSpan.FromSeconds(4)));
        Assert.InRange(_clock.Pauses.Sum(static p => p.TotalSeconds), 16, 20);
    }

    [Fact]
    public async Task CancelJobAsync_BoundToAVersion_IsNotSentAgainWhenItMayHaveHappened()
    {
        _silo.On(Cancel, static () => throw new HttpRequestException(HttpRequestError.ResponseEnded, "gone"));
        await Assert.ThrowsAsync<OutcomeUnknownException>(() => Client().CancelJobAsync(Id, new WriteOptions { IfVersion = 4 }, Stop));
        Assert.Single(_silo.Requests);
        Assert.Equal("\"4\"", _silo.LastIfMatch);
    }

    [Fact]
    public async Task CancelJobAsync_BoundToAVersionAndNotReached_IsSentAgain()
    {
        _silo.Refusing(Cancel).On(Cancel, Samples.Job("a"), MusterJson.Default.Job);
        await Client().CancelJobAsync(Id, new WriteOptions { IfVersion = 4 }, Stop);
        Assert.Equal(2, _silo.Requests.Count);
    }

    [Fact]
    public async Task CancelJobAsync_OfAnotherVersion_SaysWhichItHas()
    {
        _silo.On(Cancel, new PreconditionFailedException(Id, 4, 9));
        var error = await Assert.ThrowsAsync<PreconditionFailedException>(() => Client().CancelJobAsync(Id, new WriteOptions { IfVersion = 4 }, Stop));
        Assert.Equal(9, error.Version);
    }

    [Fact]
    public async Task DeleteJobAsync_EarlierTryRemovedIt_Succeeds()
    {
        _silo.On(Delete, static () => throw new HttpRequestException(HttpRequestError.ResponseEnded, "gone")).On(Delete, new JobNotFoundException(Id));
        await Client().DeleteJobAsync(Id, null, Stop);
        Assert.Equal(2, _silo.Requests.Count);
    }

    [Fact]
    public async Task DeleteJobAsync_NoSuchJob_SaysSo()
    {
        _silo.On(Delete, new JobNotFoundException(Id));
        await Assert.ThrowsAsync<JobNotFoundException>(() => Client().DeleteJobAsync(Id, null, Stop));
    }

    [Fact]
    public async Task SubmitBatchAsync_SomeRefused_TellsEachInOrder()
    {
        var job = JsonSerializer.Serialize(Samples.Job("a"), MusterJson.Default.Job);
        var problem = JsonSerializer.Serialize(Muster.Contracts.Problem.Of(new JobAlreadyExistsException(new JobId("default", "b"))), ApiJson.Default.Problem);
        _silo.On("POST /v1/jobs:batch", () => new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent($$"""{"items":[{"status":201,"job":{{job}}},{"status":409,"problem":{{problem}}}]}""", Encoding.UTF8, "application/json"),
        });
        var outcomes = await Client().SubmitBatchAsync([new JobSubmission(Samples.Job("a"), "t-a"), new JobSubmission(Samples.Job("b"))], null, Stop).ToListAsync(Stop);
        Assert.True(outcomes[0].EnsureAccepted().Created);
        Assert.Equal("t-a", outcomes[0].Handle!.Token);
        Assert.IsType<JobAlreadyExistsException>(outcomes[1].Error);
        Assert.Matches("^[0-9a-f]{32}$", outcomes[1].Submission.Token!);
        Assert.StartsWith("""{"items":[{"token":"t-a","job":{""", _silo.LastBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SubmitBatchAsync_SomeCouldNotBeTakenJustNow_SendsThoseAgainWithTheirTokens()
    {
        const string Batch = "POST /v1/jobs:batch";
        var away = JsonSerializer.Serialize(Muster.Contracts.Problem.Of(new LedgerUnavailableException("Redis did not answer")), ApiJson.Default.Problem);
        _silo.On(Batch, () => Answer($$"""{"status":201,"job":{{Text("a")}}},{"status":503,"problem":{{away}}},{"status":503,"problem":{{away}}}"""))
            .On(Batch, () => Answer($$"""{"status":503,"problem":{{away}}},{"status":201,"job":{{Text("c")}}}"""))
            .On(Batch, () => Answer($$"""{"status":200,"job":{{Text("b")}}}"""));
        var outcomes = await Client().SubmitBatchAsync(
            [new JobSubmission(Samples.Job("a"), "t-a"), new JobSubmission(Samples.Job("b"), "t-b"), new JobSubmission(Samples.Job("c"), "t-c")], null, Stop).ToListAsync(Stop);
        Assert.Equal(["a", "b", "c"], outcomes.Select(static o => o.EnsureAccepted().Id.Name));
        Assert.Equal(3, _silo.Requests.Count);
        Assert.StartsWith("""{"items":[{"token":"t-b","job":{""", _silo.LastBody, StringComparison.Ordinal);

        static string Text(string name) => JsonSerializer.Serialize(Samples.Job(name), MusterJson.Default.Job);
        static HttpResponseMessage Answer(string items) => new(HttpStatusCode.OK) { Content = new StringContent($$"""{"items":[{{items}}]}""", Encoding.UTF8, "application/json") };
    }

    [Fact]
    public async Task SubmitBatchAsync_SomeCannotBeTakenForLong_TellsWhichInTheEnd()
    {
        var away = JsonSerializer.Serialize(Muster.Contracts.Problem.Of(new LedgerUnavailableException("Redis did not answer")), ApiJson.Default.Problem);
        _silo.On("POST /v1/jobs:batch", () => new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent($$"""{"items":[{"status":503,"problem":{{away}}}]}""", Encoding.UTF8, "application/json"),
        });
        var outcomes = await Client().SubmitBatchAsync([new JobSubmission(Samples.Job("a"), "t-a")], null, Stop).ToListAsync(Stop);
        Assert.IsType<LedgerUnavailableException>(Assert.Single(outcomes).Error);
        Assert.Equal(RetryOptions.DefaultMaxTries, _silo.Requests.Count);
    }

    [Fact]
    public async Task SubmitBatchAsync_MoreThanOneRequestTakes_IsSentInSeveral()
    {
        _silo.On("POST /v1/jobs:batch", new OverloadedException("full"));
        var jobs = Enumerable.Range(0, 5).Select(i => new JobSubmission(Samples.Job($"j{i}")));
        var outcomes = await Client(RetryOptions.None).SubmitBatchAsync(jobs, new BatchOptions { ChunkSize = 2 }, Stop).ToListAsync(Stop);
        Assert.Equal(5, outcomes.Count(static o => o.Error is OverloadedException));
        Assert.Equal(3, _silo.Requests.Count);
    }

    [Fact]
    public async Task GetJobAsync_TokenFileChanges_SendsTheNewToken()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "mst_a_1\n", Stop);
            _silo.On("GET /v1/namespaces/default/jobs/a", Samples.Job("a"), MusterJson.Default.Job);
            using var client = new MusterClient(new MusterClientOptions { TokenFile = file }, _silo);
            await client.GetJobAsync(Id, Stop);
            Assert.Equal("Bearer mst_a_1", _silo.LastAuthorization);
            await File.WriteAllTextAsync(file, "mst_b_22\n", Stop);
            await client.GetJobAsync(Id, Stop);
            Assert.Equal("Bearer mst_b_22", _silo.LastAuthorization);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task WatchAsync_LogNoLongerHasItAndLostMayBeSkipped_GoesOnWithoutRepeating()
    {
        _silo.On("GET /v1/events?after=5", new WatchExpiredException("gone"))
            .OnChanges("GET /v1/events?after=0", Samples.Change(4, "a", null, JobState.Queued), Samples.Change(9, "a", JobState.Queued, JobState.Admitted));
        var change = await Client().WatchAsync(new WatchOptions { After = 5, SkipLost = true }, Stop).FirstAsync(Stop);
        Assert.Equal(9, change.Sequence);
    }

    [Fact]
    public async Task WatchAsync_ConnectionFallsSilent_IsOpenedAgain()
    {
        _silo.On("GET /v1/events?after=3", static () => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new SilentStream()) })
            .OnChanges("GET /v1/events?after=3", Samples.Change(4, "a", null, JobState.Queued));
        var change = await Client().WatchAsync(new WatchOptions { After = 3, IdleTimeout = TimeSpan.FromSeconds(9) }, Stop).FirstAsync(Stop);
        Assert.Equal(4, change.Sequence);
        Assert.Contains(TimeSpan.FromSeconds(9), _clock.Pauses);
    }

    [Fact]
    public async Task WaitForCompletionAsync_TimeIsOver_SaysSo()
    {
        _silo.On("GET /v1/namespaces/default/jobs/a", Samples.Job("a"), MusterJson.Default.Job)
            .On("GET /v1/events?after=0&job=default%2Fa", static () => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new SilentStream()) });
        var error = await Assert.ThrowsAsync<WaitTimeoutException>(() => Client().GetJobHandle(Id).WaitForCompletionAsync(new WaitOptions { Timeout = TimeSpan.FromSeconds(10) }, Stop));
        Assert.Equal((Id, TimeSpan.FromSeconds(10)), (error.Job, error.Timeout));
    }

    [Fact]
    public void Constructor_OptionsOutOfBounds_NamesEach()
    {
        var options = new MusterClientOptions { Address = new Uri("ftp://x"), Timeout = TimeSpan.Zero, Retry = new RetryOptions { MaxTries = 0, Factor = double.NaN }, Token = "a b" };
        var error = Assert.Throws<ArgumentException>(() => new MusterClient(options));
        foreach (var name in new[] { "Address", "Timeout", "Token", "Retry.MaxTries", "Retry.Factor" })
            Assert.Contains(name + ":", error.Message, StringComparison.Ordinal);
    }

    private MusterClient Client(RetryOptions? retry = null) => new(new MusterClientOptions { TimeProvider = _clock, Retry = retry ?? new RetryOptions() }, _silo);

    private static HttpResponseMessage Problem(MusterException error, int retryAfter)
    {
        var problem = Muster.Contracts.Problem.Of(error);
        return new HttpResponseMessage((HttpStatusCode)problem.Status)
        {
            Headers = { RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(retryAfter)) },
            Content = new StringContent(JsonSerializer.Serialize(problem, ApiJson.Default.Problem), Encoding.UTF8, Muster.Contracts.Problem.MediaType),
        };
    }
}

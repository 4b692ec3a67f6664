using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Muster.Contracts;

namespace Muster.Kubernetes.Tests;

public sealed class ApiRepeatTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetAsync_TokenRotated_IsReadAnewOnceAndSentAgain()
    {
        await using var api = await TestApi.StartAsync(context => LetInAsync(context, "second-token"));
        var credentials = new RotatingCredentials(api.Access, api.Access with { Token = "second-token" });
        using var log = new LinesLogger();
        using var client = TestApi.Client(credentials, logger: log);

        await client.GetAsync("/api", TestJson.Default.JsonElement, Cancel);
        await client.CreateAsync("/api", default, TestJson.Default.JsonElement, Cancel);

        Assert.Equal((1, 3), (credentials.Refreshed, api.Requests.Count));
        Assert.DoesNotContain(log.Lines, l => l.Contains("-token", StringComparison.Ordinal));
        Assert.NotEmpty(log.Lines);
    }

    [Fact]
    public async Task GetAsync_ManyMeetTheSameRotation_AllComeThrough()
    {
        await using var api = await TestApi.StartAsync(context => LetInAsync(context, "second-token"));
        using var client = TestApi.Client(new RotatingCredentials(api.Access, api.Access with { Token = "second-token" }));

        await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => client.GetAsync("/api", TestJson.Default.JsonElement, Cancel)));

        Assert.InRange(api.Requests.Count, 33, 64);
    }

    [Fact]
    public async Task GetAsync_RevokedForGood_IsUnauthorizedAfterOneMoreTry()
    {
        await using var api = await TestApi.StartAsync(context => TestApi.StatusAsync(context, 401, "Unauthorized", "Unauthorized"));
        using var client = TestApi.Client(new RotatingCredentials(api.Access, api.Access with { Token = "second-token" }));

        var error = await Assert.ThrowsAsync<ClusterUnauthorizedException>(() => client.GetAsync("/api", TestJson.Default.JsonElement, Cancel));

        Assert.Equal(2, api.Requests.Count);
        Assert.DoesNotContain("-token", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_TokenRotated_IsOpenedWithTheNewOne()
    {
        await using var api = await TestApi.StartAsync(context => LetInAsync(context, "second-token"));
        using var client = TestApi.Client(new RotatingCredentials(api.Access, api.Access with { Token = "second-token" }));

        await using var stream = await client.OpenAsync("/api", TimeSpan.FromSeconds(5), Cancel);

        Assert.Equal("{}", await new StreamReader(stream).ReadToEndAsync(Cancel));
    }

    [Fact]
    public async Task GetAsync_AuthorityRotated_ConnectsAnew()
    {
        await using var api = await TestApi.StartAsync(context => TestApi.OkAsync(context));
        var credentials = new RotatingCredentials(api.Access with { CertificateAuthority = new TestAuthority().Pem }, api.Access);
        using var client = TestApi.Client(credentials);
        await Assert.ThrowsAsync<ClusterUnreachableException>(() => client.GetAsync("/api", TestJson.Default.JsonElement, Cancel));

        await credentials.RefreshAsync();

        await client.GetAsync("/api", TestJson.Default.JsonElement, Cancel);
    }

    [Fact]
    public async Task GetAsync_TokenThatCannotBeSent_IsUnauthorizedAndNotTold()
    {
        await using var api = await TestApi.StartAsync(context => TestApi.OkAsync(context));
        using var client = api.Client(api.Access with { Token = "secret\r\nX-Evil: yes" });

        var error = await Assert.ThrowsAsync<ClusterUnauthorizedException>(() => client.GetAsync("/api", TestJson.Default.JsonElement, Cancel));

        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(api.Requests);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task CallAsync_Throttled_WaitsAsAskedAndIsSentAgain(string method)
    {
        var times = new ConcurrentQueue<long>();
        await using var api = await TestApi.StartAsync(context =>
        {
            times.Enqueue(Stopwatch.GetTimestamp());
            if (times.Count > 1)
                return TestApi.OkAsync(context);
            context.Response.Headers.RetryAfter = "1";
            return TestApi.StatusAsync(context, 429, "TooManyRequests", "slow down");
        });
        using var client = api.Client();

        if (method == "GET")
            await client.GetAsync("/api", TestJson.Default.JsonElement, Cancel);
        else
            await client.CreateAsync("/api", default, TestJson.Default.JsonElement, Cancel);

        Assert.Equal(2, times.Count);
        Assert.InRange(Stopwatch.GetElapsedTime(times.First(), times.Last()).TotalSeconds, 1, 5);
    }

    [Fact]
    public async Task GetAsync_ThrottledForEver_EndsAfterFiveTries()
    {
        await using var api = await TestApi.StartAsync(context => TestApi.StatusAsync(context, 429, "TooManyRequests", "slow down"));
        using var client = api.Client(options: TestApi.Loopback with { Chance = static () => 0 });

        var error = await Assert.ThrowsAsync<ApiException>(() => client.GetAsync("/api", TestJson.Default.JsonElement, Cancel));

        Assert.Equal((HttpStatusCode.TooManyRequests, 5), (error.Status, api.Requests.Count));
    }

    [Fact]
    public async Task GetAsync_AskedToWaitLongerThanTheCallMay_EndsAtOnce()
    {
        await using var api = await TestApi.StartAsync(context =>
        {
            context.Response.Headers.RetryAfter = "3600";
            return TestApi.StatusAsync(context, 429, "TooManyRequests", "slow down");
        });
        using var client = api.Client();
        var watch = Stopwatch.StartNew();

        await Assert.ThrowsAsync<ApiException>(() => client.GetAsync("/api", TestJson.Default.JsonElement, Cancel));

        Assert.Single(api.Requests);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5);
    }

    private static Task LetInAsync(HttpContext context, string token) => context.Request.Headers.Authorization == $"Bearer {token}"
        ? TestApi.OkAsync(context)
        : TestApi.StatusAsync(context, 401, "Unauthorized", "Unauthorized");

    private sealed class RotatingCredentials(ClusterAccess first, ClusterAccess second) : IClusterCredentials
    {
        private int _refreshed;

        public int Refreshed => _refreshed;

        public ClusterAccess Current => _refreshed == 0 ? first : second;

        public Task<bool> RefreshAsync() => Task.FromResult(Interlocked.Increment(ref _refreshed) == 1);
    }

    private sealed class LinesLogger : ILogger, IDisposable
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => this;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(formatter(state, exception) + exception);

        public void Dispose()
        {
        }
    }
}

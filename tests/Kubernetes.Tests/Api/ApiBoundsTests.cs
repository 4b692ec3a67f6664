using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Http;
using Muster.Contracts;

namespace Muster.Kubernetes.Tests;

public sealed class ApiBoundsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetAsync_PageLargerThanAgreed_IsGivenUpEarly()
    {
        var sent = 0L;
        await using var api = await TestApi.StartAsync(context => FloodAsync(context, 200, n => Interlocked.Add(ref sent, n)));
        using var client = api.Client(options: TestApi.Loopback with { MaxAnswerBytes = 256 * 1024 });

        var error = await Assert.ThrowsAsync<ApiException>(() => client.GetAsync("/api", TestJson.Default.JsonElement, Cancel));

        Assert.Equal("AnswerTooLarge", error.Reason);
        Assert.InRange(Interlocked.Read(ref sent), 1, 16 * 1024 * 1024);
    }

    [Fact]
    public async Task CreateAsync_AnswerLargerThanAgreed_LeavesTheOutcomeOpen()
    {
        await using var api = await TestApi.StartAsync(context => FloodAsync(context, 201, static _ => { }));
        using var client = api.Client(options: TestApi.Loopback with { MaxAnswerBytes = 256 * 1024 });

        await Assert.ThrowsAsync<ClusterUnreachableException>(() => client.CreateAsync("/api", default, TestJson.Default.JsonElement, Cancel));
    }

    [Fact]
    public async Task GetAsync_EndlessErrorPage_IsReadToItsBoundOnly()
    {
        var sent = 0L;
        await using var api = await TestApi.StartAsync(context => FloodAsync(context, 404, n => Interlocked.Add(ref sent, n)));
        using var client = api.Client();

        var error = await Assert.ThrowsAsync<ApiException>(() => client.GetAsync("/api", TestJson.Default.JsonElement, Cancel));

        Assert.Equal((HttpStatusCode.NotFound, ""), (error.Status, error.Reason));
        Assert.InRange(Interlocked.Read(ref sent), 1, 16 * 1024 * 1024);
    }

    [Fact]
    public async Task GetAsync_HostileSentence_IsBoundedAndPlainAndWithoutOurToken()
    {
        await using var api = await TestApi.StartAsync(context =>
            TestApi.StatusAsync(context, 422, "In\u001bvalid", $"\u001b[31mred\r\nFAKE LOG LINE \u202e {context.Request.Headers.Authorization} {new string('x', 10_000)}"));
        using var client = api.Client();

        var error = await Assert.ThrowsAsync<ApiException>(() => client.GetAsync("/api", TestJson.Default.JsonElement, Cancel));

        Assert.Equal("", error.Reason);
        Assert.DoesNotContain(error.Message, char.IsControl);
        Assert.DoesNotContain('\u202e', error.Message);
        Assert.DoesNotContain("first-token", error.Message, StringComparison.Ordinal);
        Assert.InRange(error.Message.Length, 20, 600);
    }

    [Fact]
    public async Task GetAsync_ManyAtOnce_AreSentSoManyAtATime()
    {
        var (now, most, sync) = (0, 0, new Lock());
        var gate = new TaskCompletionSource();
        await using var api = await TestApi.StartAsync(async context =>
        {
            lock (sync)
                most = Math.Max(most, ++now);
            if (now == 4)
                gate.TrySetResult();
            await gate.Task;
            lock (sync)
                now--;
            await TestApi.OkAsync(context);
        });
        using var client = api.Client(options: TestApi.Loopback with { MaxConcurrency = 4 });

        await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => client.GetAsync("/api", TestJson.Default.JsonElement, Cancel)));

        Assert.Equal((4, 64), (most, api.Requests.Count));
    }

    [Fact]
    public async Task GetAsync_LineIsFull_IsRefusedAtOnce()
    {
        var gate = new TaskCompletionSource();
        await using var api = await TestApi.StartAsync(async context =>
        {
            await gate.Task;
            await TestApi.OkAsync(context);
        });
        using var client = api.Client(options: TestApi.Loopback with { MaxConcurrency = 1, MaxWaiting = 2 });

        var calls = Enumerable.Range(0, 4).Select(_ => client.GetAsync("/api", TestJson.Default.JsonElement, Cancel)).ToList();
        var error = await Assert.ThrowsAsync<ApiException>(() => calls[3]);
        gate.SetResult();
        await Task.WhenAll(calls.Take(3));

        Assert.Equal("Overloaded", error.Reason);
    }

    [Fact]
    public async Task GetAsync_WritesHoldEveryPlace_SignsOfLifeAndStreamsComeThrough()
    {
        var gate = new TaskCompletionSource();
        await using var api = await TestApi.StartAsync(async context =>
        {
            if (context.Request.Method == "POST")
                await gate.Task;
            await TestApi.OkAsync(context);
        });
        using var client = api.Client(options: TestApi.Loopback with { MaxConcurrency = 2, RequestsPerSecond = 1, Burst = 2 });
        var writes = Enumerable.Range(0, 2).Select(_ => client.CreateAsync("/api", default, TestJson.Default.JsonElement, Cancel)).ToList();
        var watch = Stopwatch.StartNew();

        for (var i = 0; i < 20; i++)
        {
            await client.GetAsync("/version", TestJson.Default.JsonElement, Cancel);
            await client.GetAsync("/api/v1/namespaces/kube-system", TestJson.Default.JsonElement, Cancel);
            await using var stream = await client.OpenAsync("/api/v1/nodes?watch=1", TimeSpan.FromSeconds(1), Cancel);
        }
        gate.SetResult();
        await Task.WhenAll(writes);

        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 8);
    }

    [Fact]
    public async Task GetAsync_SoManyASecond_AreSpacedOut()
    {
        await using var api = await TestApi.StartAsync(context => TestApi.OkAsync(context));
        using var client = api.Client(options: TestApi.Loopback with { RequestsPerSecond = 50, Burst = 5 });
        var watch = Stopwatch.StartNew();

        await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => client.GetAsync("/api", TestJson.Default.JsonElement, Cancel)));

        Assert.InRange(watch.Elapsed.TotalSeconds, 0.48, 5);
    }

    [Fact]
    public async Task GetAsync_TurnWouldComeTooLate_IsRefusedAtOnce()
    {
        await using var api = await TestApi.StartAsync(context => TestApi.OkAsync(context));
        using var client = api.Client(options: TestApi.Loopback with { RequestsPerSecond = 1, Burst = 1, CallTimeout = TimeSpan.FromMilliseconds(500) });

        await client.GetAsync("/api", TestJson.Default.JsonElement, Cancel);
        var error = await Assert.ThrowsAsync<ApiException>(() => client.GetAsync("/api", TestJson.Default.JsonElement, Cancel));

        Assert.Contains("RequestsPerSecond", error.Message, StringComparison.Ordinal);
        Assert.Single(api.Requests);
    }

    private static async Task FloodAsync(HttpContext context, int status, Action<int> sent)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        var chunk = new byte[16 * 1024];
        chunk.AsSpan().Fill((byte)' ');
        for (var i = 0; i < 10_000 && !context.RequestAborted.IsCancellationRequested; i++)
        {
            await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
            sent(chunk.Length);
        }
    }
}

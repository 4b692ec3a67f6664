using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Http;
using Muster.Contracts;

namespace Muster.Kubernetes.Tests;

public sealed class ApiStreamTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OpenAsync_LinesLaterThanTheDeadline_AreStillRead()
    {
        var go = new TaskCompletionSource();
        await using var api = await TestApi.StartAsync(async context =>
        {
            await LineAsync(context, "one");
            await go.Task;
            await LineAsync(context, "two");
        });
        using var client = api.Client(options: TestApi.Loopback with { CallTimeout = TimeSpan.FromMilliseconds(200) });

        await using var stream = await client.OpenAsync("/watch", TimeSpan.FromSeconds(10), Cancel);
        using var reader = new StreamReader(stream);
        var first = await reader.ReadLineAsync(Cancel);
        await Assert.ThrowsAsync<ClusterUnreachableException>(() => client.GetAsync("/watch", TestJson.Default.JsonElement, Cancel));
        go.SetResult();

        Assert.Equal(("one", "two", null), (first, await reader.ReadLineAsync(Cancel), await reader.ReadLineAsync(Cancel)));
    }

    [Fact]
    public async Task OpenAsync_ServerSaysNothing_ReadFailsAfterTheIdleLimit()
    {
        await using var api = await TestApi.StartAsync(async context =>
        {
            await LineAsync(context, "one");
            await TestApi.HangAsync(context);
        });
        using var client = api.Client();
        var watch = Stopwatch.StartNew();

        await using var stream = await client.OpenAsync("/watch", TimeSpan.FromMilliseconds(300), Cancel);
        using var reader = new StreamReader(stream);
        Assert.Equal("one", await reader.ReadLineAsync(Cancel));
        var error = await Assert.ThrowsAsync<SilenceException>(() => reader.ReadLineAsync(Cancel).AsTask());

        Assert.Contains("nothing came for 0.3 s", error.Message, StringComparison.Ordinal);
        Assert.True(watch.Elapsed.TotalSeconds >= 0.28, $"after {watch.Elapsed}");
    }

    [Fact]
    public async Task OpenAsync_ConnectionBreaks_ReadFails()
    {
        await using var api = await TestApi.StartAsync(async context =>
        {
            await LineAsync(context, "one");
            context.Abort();
        });
        using var client = api.Client();

        await using var stream = await client.OpenAsync("/watch", TimeSpan.FromSeconds(10), Cancel);
        using var reader = new StreamReader(stream);

        await Assert.ThrowsAnyAsync<IOException>(() => reader.ReadToEndAsync(Cancel));
    }

    [Fact]
    public async Task OpenAsync_RevisionExpired_SaysSo()
    {
        await using var api = await TestApi.StartAsync(context => TestApi.StatusAsync(context, 410, "Expired", "too old resource version"));
        using var client = api.Client();

        var error = await Assert.ThrowsAsync<ApiException>(() => client.OpenAsync("/watch", TimeSpan.FromSeconds(10), Cancel));

        Assert.True(error.IsExpired);
    }

    [Fact]
    public async Task OpenAsync_NoBeginningOfAnAnswer_EndsAtTheDeadline()
    {
        await using var api = await TestApi.StartAsync(context => TestApi.HangAsync(context));
        using var client = api.Client(options: TestApi.Loopback with { CallTimeout = TimeSpan.FromMilliseconds(200) });

        await Assert.ThrowsAsync<ClusterUnreachableException>(() => client.OpenAsync("/watch", TimeSpan.FromSeconds(10), Cancel));
    }

    [Fact]
    public async Task OpenAsync_ReaderLeaves_ServerIsTold()
    {
        var gone = new TaskCompletionSource();
        await using var api = await TestApi.StartAsync(async context =>
        {
            context.RequestAborted.Register(() => gone.TrySetResult());
            await LineAsync(context, "one");
            await gone.Task;
        });
        using var client = api.Client();

        await using (await client.OpenAsync("/watch", TimeSpan.FromSeconds(10), Cancel))
        {
        }

        await gone.Task.WaitAsync(TimeSpan.FromSeconds(10), Cancel);
    }

    private static async Task LineAsync(HttpContext context, string line)
    {
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), Cancel);
        await context.Response.Body.FlushAsync(Cancel);
    }
}

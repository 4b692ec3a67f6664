using System.Diagnostics;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Muster.Contracts;

namespace Muster.Kubernetes.Tests;

public sealed class ApiServerTests
{
    private static readonly ReadOnlyMemory<byte> Body = Encoding.UTF8.GetBytes("{\"kind\":\"Pod\"}");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CreateAsync_Body_ArrivesWithTokenAndNames()
    {
        await using var api = await TestApi.StartAsync(async context =>
        {
            var body = await new StreamReader(context.Request.Body).ReadToEndAsync(Cancel);
            await context.Response.WriteAsJsonAsync(new { body, token = $"{context.Request.Headers.Authorization}", agent = $"{context.Request.Headers.UserAgent}", type = context.Request.ContentType }, Cancel);
        });
        using var client = api.Client();

        var created = await client.CreateAsync("/api/v1/namespaces/a/pods", Body, TestJson.Default.JsonElement, Cancel);
        var patched = await client.PatchAsync("/api/v1/namespaces/a/pods/b", Body, TestJson.Default.JsonElement, Cancel);
        await client.DeleteAsync("/api/v1/namespaces/a/pods/b", Body, Cancel);

        Assert.Equal("""{"kind":"Pod"}""", created.GetProperty("body").GetString());
        Assert.Equal("Bearer first-token", created.GetProperty("token").GetString());
        Assert.StartsWith("muster/", created.GetProperty("agent").GetString(), StringComparison.Ordinal);
        Assert.Equal("application/json", created.GetProperty("type").GetString());
        Assert.Equal("application/merge-patch+json", patched.GetProperty("type").GetString());
        Assert.Equal(["POST /api/v1/namespaces/a/pods HTTP/2", "PATCH /api/v1/namespaces/a/pods/b HTTP/2", "DELETE /api/v1/namespaces/a/pods/b HTTP/2"], api.Requests);
    }

    [Fact]
    public async Task GetAsync_ServerWithAPath_PathsAreBelowIt()
    {
        await using var api = await TestApi.StartAsync(context => TestApi.OkAsync(context));
        using var client = api.Client(api.Access with { Server = new Uri($"https://127.0.0.1:{api.Port}/k8s/clusters/c-1") });

        await client.GetAsync("/version", TestJson.Default.JsonElement, Cancel);

        Assert.Equal(["GET /k8s/clusters/c-1/version HTTP/2"], api.Requests);
    }

    [Theory]
    [InlineData("version")]
    [InlineData("//evil.example/version")]
    [InlineData("/api/v1/namespaces/../../secrets")]
    [InlineData("/api/v1/namespaces/%2e%2E/secrets")]
    [InlineData("/api/v1/namespaces/a b")]
    [InlineData("/api/v1/namespaces/a#b")]
    [InlineData("/api\\v1")]
    [InlineData("/api\r\nX: y")]
    public async Task GetAsync_PathThatLeadsElsewhere_IsRefusedHere(string path)
    {
        await using var api = await TestApi.StartAsync(context => TestApi.OkAsync(context));
        using var client = api.Client();

        await Assert.ThrowsAsync<ArgumentException>(() => client.GetAsync(path, TestJson.Default.JsonElement, Cancel));

        Assert.Empty(api.Requests);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, "NotFound")]
    [InlineData(HttpStatusCode.Conflict, "AlreadyExists")]
    [InlineData(HttpStatusCode.Conflict, "Conflict")]
    [InlineData(HttpStatusCode.Gone, "Expired")]
    [InlineData(HttpStatusCode.RequestEntityTooLarge, "RequestEntityTooLarge")]
    [InlineData(HttpStatusCode.UnprocessableEntity, "Invalid")]
    [InlineData(HttpStatusCode.Forbidden, "Forbidden")]
    [InlineData(HttpStatusCode.BadRequest, "BadRequest")]
    public async Task CreateAsync_Refused_SaysTheServersReasonAndIsSentOnce(HttpStatusCode status, string reason)
    {
        await using var api = await TestApi.StartAsync(context => TestApi.StatusAsync(context, (int)status, reason, "no, because"));
        using var client = api.Client();

        var error = await Assert.ThrowsAsync<ApiException>(() => client.CreateAsync("/api", Body, TestJson.Default.JsonElement, Cancel));

        Assert.Equal((status, reason, "no, because"), (error.Status, error.Reason, error.Message));
        Assert.Single(api.Requests);
    }

    [Theory]
    [InlineData("nodes is forbidden: User \"m\" cannot list resource \"nodes\" in API group \"\" at the cluster scope", "", true)]
    [InlineData("pods \"a\" is forbidden: exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1", "", false)]
    [InlineData("pods \"a\" is forbidden: unable to create new content in namespace x because it is being terminated", "NamespaceTerminating", false)]
    public async Task CreateAsync_Forbidden_TellsAMissingRightFromAQuota(string message, string cause, bool right)
    {
        await using var api = await TestApi.StartAsync(context => TestApi.StatusAsync(context, 403, "Forbidden", message, cause));
        using var client = api.Client();

        var error = await Assert.ThrowsAsync<ApiException>(() => client.CreateAsync("/api", Body, TestJson.Default.JsonElement, Cancel));

        Assert.Equal((message, cause, right), (error.Message, error.Cause, error.IsRightMissing));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("<html>")]
    [InlineData("{\"details\":{}}")]
    [InlineData("{\"details\":null,\"message\":null,\"reason\":null}")]
    [InlineData("{\"details\":{\"causes\":null}}")]
    [InlineData("{\"details\":{\"causes\":[]}}")]
    [InlineData("{\"details\":{\"causes\":[null]}}")]
    [InlineData("{\"details\":{\"causes\":[{}]}}")]
    [InlineData("{\"details\":{\"causes\":{}},\"reason\":[]}")]
    public async Task GetAsync_RefusalOfAnyForm_IsOneByItsStatus(string body)
    {
        await using var api = await TestApi.StartAsync(context =>
        {
            context.Response.StatusCode = 404;
            return TestApi.OkAsync(context, body);
        });
        using var client = api.Client();

        var error = await Assert.ThrowsAsync<ApiException>(() => client.GetAsync("/api", TestJson.Default.JsonElement, Cancel));

        Assert.True(error.IsNotFound);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task CreateAsync_ServerFails_IsUnreachableAndNotSentAgain(int status)
    {
        await using var api = await TestApi.StartAsync(context => TestApi.StatusAsync(context, status, "InternalError", "etcd is on fire"));
        using var client = api.Client();

        var error = await Assert.ThrowsAsync<ClusterUnreachableException>(() => client.CreateAsync("/api", Body, TestJson.Default.JsonElement, Cancel));

        Assert.Contains("etcd is on fire", error.Message, StringComparison.Ordinal);
        Assert.Single(api.Requests);
    }

    [Fact]
    public async Task GetAsync_ServerHangs_EndsAtTheDeadline()
    {
        await using var api = await TestApi.StartAsync(context => TestApi.HangAsync(context));
        using var client = api.Client(options: TestApi.Loopback with { CallTimeout = TimeSpan.FromMilliseconds(300) });
        var watch = Stopwatch.StartNew();

        var error = await Assert.ThrowsAsync<ClusterUnreachableException>(() => client.GetAsync("/api", TestJson.Default.JsonElement, Cancel));

        Assert.Contains("within 0.3 s", error.Message, StringComparison.Ordinal);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.25, 5);
    }

    [Fact]
    public async Task GetAsync_ServerHangsInTheMiddleOfItsAnswer_EndsAtTheDeadline()
    {
        await using var api = await TestApi.StartAsync(async context =>
        {
            await context.Response.WriteAsync("{\"items\":[", Cancel);
            await context.Response.Body.FlushAsync(Cancel);
            await TestApi.HangAsync(context);
        });
        using var client = api.Client(options: TestApi.Loopback with { CallTimeout = TimeSpan.FromMilliseconds(300) });

        await Assert.ThrowsAsync<ClusterUnreachableException>(() => client.GetAsync("/api", TestJson.Default.JsonElement, Cancel));
    }

    [Fact]
    public async Task GetAsync_CallerGivesUp_IsCancelledAndNotUnreachable()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        await using var api = await TestApi.StartAsync(async context =>
        {
            await patience.CancelAsync();
            await TestApi.HangAsync(context);
        });
        using var client = api.Client();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetAsync("/api", TestJson.Default.JsonElement, patience.Token));
    }

    [Fact]
    public async Task CreateAsync_ConnectionIsReset_IsUnreachable()
    {
        await using var api = await TestApi.StartAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        using var client = api.Client();

        await Assert.ThrowsAsync<ClusterUnreachableException>(() => client.CreateAsync("/api", Body, TestJson.Default.JsonElement, Cancel));
    }

    [Fact]
    public async Task CreateAsync_NobodyListens_IsUnreachable()
    {
        var api = await TestApi.StartAsync(context => TestApi.OkAsync(context));
        using var client = api.Client();
        await api.DisposeAsync();

        await Assert.ThrowsAsync<ClusterUnreachableException>(() => client.CreateAsync("/api", Body, TestJson.Default.JsonElement, Cancel));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("null x")]
    [InlineData("{\"a\":")]
    public async Task CreateAsync_AnswerThatCannotBeRead_IsUnreachable(string answer)
    {
        await using var api = await TestApi.StartAsync(context => TestApi.OkAsync(context, answer));
        using var client = api.Client();

        await Assert.ThrowsAsync<ClusterUnreachableException>(() => client.CreateAsync("/api", Body, TestJson.Default.JsonElement, Cancel));
    }

    [Fact]
    public async Task GetAsync_Redirect_IsNotFollowed()
    {
        await using var api = await TestApi.StartAsync(context =>
        {
            context.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        });
        using var client = api.Client();

        var error = await Assert.ThrowsAsync<ApiException>(() => client.GetAsync("/api", TestJson.Default.JsonElement, Cancel));

        Assert.Equal("Redirect", error.Reason);
        Assert.Single(api.Requests);
    }

    [Fact]
    public async Task GetAsync_Cookie_IsNotSentBack()
    {
        var cookies = new List<string>();
        await using var api = await TestApi.StartAsync(context =>
        {
            cookies.Add($"{context.Request.Headers.Cookie}");
            context.Response.Cookies.Append("a", "b");
            return TestApi.OkAsync(context);
        });
        using var client = api.Client();

        await client.GetAsync("/api", TestJson.Default.JsonElement, Cancel);
        await client.GetAsync("/api", TestJson.Default.JsonElement, Cancel);

        Assert.Equal(["", ""], cookies);
    }
}

using System.Diagnostics;
using System.Text;
using Muster.Contracts;

namespace Muster.Kubernetes.Tests;

/// <summary>Calls to a real API server.</summary>
[Collection(nameof(PermissionCheckTests))]
public sealed class RealServerTests(RealClusterFixture cluster)
{
    private const string Pods = "/api/v1/namespaces/team-a/pods";

    private const int Count = 2000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CreateBindDelete_TwoThousandPods_AllComeThrough()
    {
        using var server = await cluster.MusterAsync(TestApi.Loopback with { CallTimeout = TimeSpan.FromSeconds(30) });

        await EachAsync("create", i => server.CreateAsync(Pods, Json(
            $$$"""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p{{{i}}}","labels":{"muster.dev/origin":"bench"} },"spec":{"schedulerName":"muster","restartPolicy":"Never","containers":[{"name":"a","image":"b"}]} }"""), TestJson.Default.JsonElement, Cancel));
        await EachAsync("bind", i => server.CreateAsync($"{Pods}/p{i}/binding", Json(
            $$$"""{"apiVersion":"v1","kind":"Binding","metadata":{"name":"p{{{i}}}"},"target":{"apiVersion":"v1","kind":"Node","name":"n{{{i % 100}}}"} }"""), TestJson.Default.JsonElement, Cancel));
        await EachAsync("get", i => server.GetAsync($"{Pods}/p{i}", TestJson.Default.JsonElement, Cancel));
        await EachAsync("delete", i => server.DeleteAsync($"{Pods}/p{i}", Json("""{"apiVersion":"v1","kind":"DeleteOptions","gracePeriodSeconds":0}"""), Cancel));

        var left = await server.GetAsync("/api/v1/pods?labelSelector=muster.dev/origin%3Dbench", TestJson.Default.JsonElement, Cancel);
        Assert.Equal(0, left.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Refusals_OfARealServer_AreTold()
    {
        using var server = await cluster.MusterAsync();
        var missing = await Assert.ThrowsAsync<ApiException>(() => server.GetAsync($"{Pods}/none", TestJson.Default.JsonElement, Cancel));
        var invalid = await Assert.ThrowsAsync<ApiException>(() => server.CreateAsync(Pods, Json("""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"spec":{"containers":[]}}"""), TestJson.Default.JsonElement, Cancel));
        var forbidden = await Assert.ThrowsAsync<ApiException>(() => server.GetAsync("/api/v1/namespaces/team-a/secrets", TestJson.Default.JsonElement, Cancel));

        Assert.True(missing.IsNotFound);
        Assert.Equal(("Invalid", false), (invalid.Reason, invalid.IsRightMissing));
        Assert.True(forbidden.IsRightMissing);
    }

    [Fact]
    public async Task GetAsync_WrongToken_IsUnauthorized()
    {
        var plane = await cluster.PlaneAsync();
        using var server = TestApi.Client(new FixedCredentials(plane.Muster with { Token = "nobody" }));

        await Assert.ThrowsAsync<ClusterUnauthorizedException>(() => server.GetAsync("/api/v1/nodes", TestJson.Default.JsonElement, Cancel));
    }

    [Fact]
    public async Task GetAsync_ClientCertificate_IsLetIn()
    {
        var plane = await cluster.PlaneAsync();
        using var server = TestApi.Client(new FixedCredentials(plane.MusterByCertificate()));

        await server.GetAsync("/api/v1/nodes", TestJson.Default.JsonElement, Cancel);
    }

    private static async Task EachAsync(string what, Func<int, Task> call)
    {
        var watch = Stopwatch.StartNew();
        await Parallel.ForAsync(0, Count, new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = Cancel }, async (i, _) => await call(i));
        TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {Count / watch.Elapsed.TotalSeconds:0} a second");
    }

    private static ReadOnlyMemory<byte> Json(string text) => Encoding.UTF8.GetBytes(text);
}

using System.Net;
using System.Net.Http.Json;
using System.Text;
using Muster.Contracts;

namespace Muster.Silo.Tests;

/// <summary>Queues, clusters and nodes over HTTP: what they show, and cordons. On a silo of its own, since a cordon holds up everybody.</summary>
public sealed class FleetTests : IAsyncLifetime
{
    private readonly ApiSilo _silo = new();

    public ValueTask InitializeAsync() => _silo.InitializeAsync();

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Fact]
    public async Task Queue_CordonedAndUncordoned_ShowsWhoAndWhy()
    {
        var cordoned = await Read(await Post("v1/queues/training/cordon", """{"reason":"new disks"}"""), MusterJson.Default.QueueSnapshot);
        Assert.Equal(("new disks", "anonymous"), (cordoned.Cordon!.Reason, cordoned.Cordon.By));
        Assert.Equal("new disks", (await Get("v1/queues/training", MusterJson.Default.QueueSnapshot)).Cordon!.Reason);
        Assert.Null((await Read(await Post("v1/queues/training/uncordon"), MusterJson.Default.QueueSnapshot)).Cordon);
        Assert.Equal("", (await Read(await Post("v1/queues/training/cordon"), MusterJson.Default.QueueSnapshot)).Cordon!.Reason);
    }

    [Fact]
    public async Task Queue_Shown_HasItsQuotasAsQuantities()
    {
        var text = await _silo.Http.GetStringAsync("v1/queues/training", TestContext.Current.CancellationToken);
        Assert.Contains("""{"resource":"nvidia.com/gpu","nominal":"144"}""", text, StringComparison.Ordinal);
        var queue = await Get("v1/queues/training", MusterJson.Default.QueueSnapshot);
        Assert.Equal(144_000, Assert.Single(queue.Spec.Quotas).Resources.Single(static r => r.Resource == "nvidia.com/gpu").Nominal);
    }

    [Fact]
    public async Task Cluster_CordonedAndUncordoned_StartsNothingMeanwhile()
    {
        var cordoned = await Read(await Post("v1/clusters/east/cordon", """{"reason":"upgrade"}"""), MusterJson.Default.ClusterSnapshot);
        Assert.Equal("upgrade", cordoned.Cordon!.Reason);
        var name = ApiSilo.NewName();
        Assert.Equal(HttpStatusCode.Created, (await _silo.SubmitAsync(ApiSilo.Job(name, duration: "10ms"))).StatusCode);
        Assert.Equal(JobState.Queued, (await Get($"v1/namespaces/default/jobs/{name}", MusterJson.Default.Job)).Status!.State);
        Assert.Null((await Read(await Post("v1/clusters/east/uncordon"), MusterJson.Default.ClusterSnapshot)).Cordon);
        Assert.Equal(JobState.Succeeded, await _silo.EndAsync(name));
    }

    [Fact]
    public async Task Nodes_ByPages_AreAllThereInOrder()
    {
        var first = await Get("v1/clusters/east/nodes?limit=3", ApiJson.Default.NodePage);
        Assert.Equal(3, first.Items.Length);
        var second = await Get($"v1/clusters/east/nodes?limit=3&after={first.Next}", ApiJson.Default.NodePage);
        Assert.Null(second.Next);
        Assert.Equal(4, first.Items.Concat(second.Items).Select(static n => n.Node.Name).Distinct().Count());
        var node = first.Items[0].Node.Name;
        var cordoned = await Read(await Post($"v1/clusters/east/nodes/{node}/cordon", """{"reason":"fan"}"""), MusterJson.Default.NodeSnapshot);
        Assert.Equal(("fan", false), (cordoned.Cordon!.Reason, cordoned.Schedulable));
        var lifted = await Read(await Post($"v1/clusters/east/nodes/{node}/uncordon"), MusterJson.Default.NodeSnapshot);
        Assert.Equal((null, true), (lifted.Cordon, lifted.Schedulable));
        Assert.Equal(node, (await Get($"v1/clusters/east/nodes/{node}", MusterJson.Default.NodeSnapshot)).Node.Name);
    }

    [Theory]
    [InlineData("GET", "v1/clusters/east/nodes/nobody", "NodeNotFound")]
    [InlineData("POST", "v1/clusters/east/nodes/nobody/cordon", "NodeNotFound")]
    [InlineData("GET", "v1/clusters/nowhere/nodes", "ClusterNotFound")]
    [InlineData("POST", "v1/clusters/nowhere/cordon", "ClusterNotFound")]
    [InlineData("POST", "v1/queues/nowhere/cordon", "QueueNotFound")]
    [InlineData("POST", "v1/queues/nowhere/uncordon", "QueueNotFound")]
    public async Task Request_ForWhatIsNotThere_Is404(string method, string path, string code) =>
        await ApiSilo.ProblemAsync(await _silo.SendAsync(method, path), 404, code);

    [Theory]
    [InlineData("""{"reason":"a\nb"}""", "reason")]
    [InlineData("""{"reason":null}""", "reason")]
    [InlineData("""{"why":"x"}""", "why")]
    [InlineData("""5""", "body")]
    public async Task Cordon_WithAReasonThatCannotBe_NamesTheField(string body, string field)
    {
        var problem = await ApiSilo.ProblemAsync(await Post("v1/clusters/east/cordon", body), 400, "Invalid");
        Assert.Equal(field, Assert.Single(problem.Errors!.Value).Field);
    }

    private Task<HttpResponseMessage> Post(string path, string? body = null) =>
        _silo.PostAsync(path, body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"), null);

    private async Task<T> Get<T>(string path, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        await Read(await _silo.SendAsync("GET", path), type);

    private static async Task<T> Read<T>(HttpResponseMessage response, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync(type))!;
    }
}

using System.Net.Http.Json;
using Muster.Contracts;

namespace Muster.Silo.Tests;

/// <summary>Jobs over HTTP.</summary>
public sealed class JobsTests(ApiSilo silo)
{
    [Fact]
    public async Task Submit_TwiceWithOneToken_Is201Then200AndOneJob()
    {
        var (name, token) = (ApiSilo.NewName(), Guid.NewGuid().ToString());
        var first = await silo.SubmitAsync(ApiSilo.Job(name), token);
        var again = await silo.SubmitAsync(ApiSilo.Job(name), token);
        Assert.Equal((201, 200), ((int)first.StatusCode, (int)again.StatusCode));
        Assert.Equal((await ReadAsync(first)).Metadata.Uid, (await ReadAsync(again)).Metadata.Uid);
        Assert.Equal(JobState.Succeeded, await silo.EndAsync(name));
    }

    [Fact]
    public async Task List_ByPages_HasEveryJobOnceAndInOrder()
    {
        var ns = ApiSilo.NewName();
        var names = Enumerable.Range(0, 7).Select(static i => $"page-{i}").ToArray();
        foreach (var name in names)
            Assert.Equal(201, (int)(await silo.SubmitAsync(ApiSilo.Job(name, ns: ns, duration: "10ms"))).StatusCode);
        var seen = new List<string>();
        var pages = 0;
        for (long? after = 0; after is not null; pages++)
        {
            var page = (await silo.Http.GetFromJsonAsync($"v1/jobs?namespace={ns}&limit=3&after={after}", ApiJson.Default.JobPage, TestContext.Current.CancellationToken))!;
            Assert.InRange(page.Items.Length, 0, 3);
            seen.AddRange(page.Items.Select(static j => j.Metadata.Name));
            after = page.Next;
        }
        Assert.Equal(names, seen);
        Assert.Equal(3, pages);
        foreach (var name in names)
            await silo.EndAsync(name, ns);
        var ended = await silo.Http.GetFromJsonAsync($"v1/jobs?namespace={ns}&state=succeeded,Failed", ApiJson.Default.JobPage, TestContext.Current.CancellationToken);
        Assert.Equal(7, ended!.Items.Length);
        var queued = await silo.Http.GetFromJsonAsync($"v1/jobs?namespace={ns}&state=Queued", ApiJson.Default.JobPage, TestContext.Current.CancellationToken);
        Assert.Empty(queued!.Items);
        var others = await silo.Http.GetFromJsonAsync($"v1/jobs?namespace={ns}&queue=sweeps", ApiJson.Default.JobPage, TestContext.Current.CancellationToken);
        Assert.Empty(others!.Items);
    }

    [Theory]
    [InlineData("limit=1")]
    [InlineData("limit=500")]
    [InlineData("after=-1")]
    public async Task List_WithinItsBounds_IsServed(string query)
    {
        var page = await silo.Http.GetFromJsonAsync("v1/jobs?" + query, ApiJson.Default.JobPage, TestContext.Current.CancellationToken);
        Assert.InRange(page!.Items.Length, 1, 500);
    }

    [Fact]
    public async Task List_BySelectors_HasWhatTheyChooseInTheOrderAskedFor()
    {
        var ns = ApiSilo.NewName();
        foreach (var (name, tier) in new[] { ("a", "gold"), ("b", "tin"), ("c", "gold") })
            Assert.Equal(201, (int)(await silo.SubmitAsync(ApiSilo.Job(name, ns: ns, duration: "10ms").Replace("\"name\": \"" + name + "\"", $"\"name\": \"{name}\", \"labels\": {{ \"tier\": \"{tier}\" }}", StringComparison.Ordinal))).StatusCode);
        Assert.Equal("a,c", await Names("labelSelector=tier%3Dgold"));
        Assert.Equal("c,a", await Names("labelSelector=tier+in+(gold)&sort=-submitted"));
        Assert.Equal("b", await Names("fieldSelector=metadata.name%3Db"));
        Assert.Equal("c,b", await Names("sort=-submitted&limit=2"));

        async Task<string> Names(string query) => string.Join(',', (await silo.Http.GetFromJsonAsync(
            $"v1/jobs?namespace={ns}&{query}", ApiJson.Default.JobPage, TestContext.Current.CancellationToken))!.Items.Select(static j => j.Metadata.Name));
    }

    [Fact]
    public async Task Versions_OfAJob_GuardItsChanges()
    {
        var name = ApiSilo.NewName();
        var submitted = await silo.SubmitAsync(ApiSilo.Job(name, duration: "1h"));
        Assert.NotNull(submitted.Headers.ETag);
        await silo.UntilAsync(name, static s => s == JobState.Running);
        var path = $"v1/namespaces/default/jobs/{name}";
        var tag = (await silo.SendAsync("GET", path)).Headers.ETag!.Tag;
        Assert.NotEqual(submitted.Headers.ETag!.Tag, tag);
        Assert.Equal(304, (int)(await SendAsync("GET", path, "If-None-Match", tag)).StatusCode);
        Assert.Equal(200, (int)(await SendAsync("GET", path, "If-None-Match", submitted.Headers.ETag.Tag)).StatusCode);
        await ApiSilo.ProblemAsync(await SendAsync("POST", path + "/cancel", "If-Match", submitted.Headers.ETag.Tag), 412, "PreconditionFailed");
        await ApiSilo.ProblemAsync(await SendAsync("POST", path + "/cancel", "If-Match", "seven"), 400, "Invalid");
        Assert.Equal(200, (int)(await SendAsync("POST", path + "/cancel", "If-Match", tag)).StatusCode);
        Assert.Equal(JobState.Cancelled, await silo.EndAsync(name));
    }

    [Fact]
    public async Task Suspend_ARunningJob_StopsItUntilItIsResumed()
    {
        var name = ApiSilo.NewName();
        var path = $"v1/namespaces/default/jobs/{name}";
        await silo.SubmitAsync(ApiSilo.Job(name, duration: "300ms"));
        await silo.UntilAsync(name, static s => s == JobState.Running);
        Assert.Equal(200, (int)(await silo.SendAsync("POST", path + "/suspend")).StatusCode);
        await silo.UntilAsync(name, static s => s == JobState.Suspended);
        Assert.Equal(200, (int)(await silo.SendAsync("POST", path + "/resume")).StatusCode);
        Assert.Equal(JobState.Succeeded, await silo.EndAsync(name));
    }

    [Fact]
    public async Task Explain_AJobThatWaits_SaysForWhat()
    {
        var (holder, waits) = (ApiSilo.NewName(), ApiSilo.NewName());
        await silo.SubmitAsync(ApiSilo.Job(holder, pods: 4, cpu: "50", duration: "1h"));
        await silo.UntilAsync(holder, static s => s == JobState.Running);
        await silo.SubmitAsync(ApiSilo.Job(waits, pods: 4, cpu: "50"));
        var explanation = await silo.Http.GetFromJsonAsync($"v1/namespaces/default/jobs/{waits}/explanation", MusterJson.Default.Explanation, TestContext.Current.CancellationToken);
        Assert.Equal(JobState.Queued, explanation!.State);
        await silo.PostAsync($"v1/namespaces/default/jobs/{holder}/cancel", null, null);
        Assert.Equal(JobState.Succeeded, await silo.EndAsync(waits));
    }

    [Fact]
    public async Task Fleet_Asked_ShowsQueuesClustersAndVersion()
    {
        var stop = TestContext.Current.CancellationToken;
        var queues = await silo.Http.GetFromJsonAsync("v1/queues", ApiJson.Default.QueuePage, stop);
        Assert.Equal(["default", "research", "sweeps", "training"], queues!.Items.Select(static q => q.Spec.Name));
        var clusters = await silo.Http.GetFromJsonAsync("v1/clusters", ApiJson.Default.ClusterPage, stop);
        Assert.Equal(("east", 4, ClusterHealth.Ready), Assert.Single(clusters!.Items) is var c ? (c.Spec.Name, c.Nodes, c.Health) : default);
        Assert.NotEmpty((await silo.Http.GetFromJsonAsync("v1/version", ApiJson.Default.ServerVersion, stop))!.Version);
        Assert.Equal("ok\n", await (await silo.SendAsync("GET", "healthz")).Content.ReadAsStringAsync(stop));
    }

    private async Task<HttpResponseMessage> SendAsync(string method, string path, string header, string value)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.TryAddWithoutValidation(header, value);
        return await silo.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task<Job> ReadAsync(HttpResponseMessage response) => (await response.Content.ReadFromJsonAsync(MusterJson.Default.Job))!;
}

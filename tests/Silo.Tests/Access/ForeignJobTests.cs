using System.Text.Json;
using Muster.Contracts;

namespace Muster.Silo.Tests;

/// <summary>A token of one queue learns nothing of another's jobs, by any endpoint, id or error text.</summary>
public sealed class ForeignJobTests(TokenSilo silo)
{
    // As long as the names of jobs, so that answers differ in nothing but the name.
    private static string Nobody => ApiSilo.NewName();

    [Theory]
    [InlineData("v1/jobs?limit=500")]
    [InlineData("v1/jobs?queue=blue")]
    [InlineData("v1/jobs?namespace=default")]
    [InlineData("v1/events?limit=1000")]
    [InlineData("v1/events?queue=blue")]
    [InlineData("v1/events?job=default/{name}")]
    public async Task Lists_AskedByAnother_ShowNothingOfIt(string path)
    {
        var foreign = await SubmitAsync("blue", ApiSilo.NewName(), "blue");
        var (status, text) = await silo.AskAsync("red", "GET", path.Replace("{name}", foreign, StringComparison.Ordinal));
        Assert.Equal(200, status);
        Assert.DoesNotContain(foreign, text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"blue\"", text, StringComparison.Ordinal);
        // The same question, asked by its owner, shows it: the test would notice if it asked for nothing.
        var (_, own) = await silo.AskAsync("all-teams", "GET", path.Replace("{name}", foreign, StringComparison.Ordinal));
        Assert.Contains(foreign, own, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_OfATokenOfOneNamespace_ShowNoOther()
    {
        var (outside, inside) = (await SubmitAsync("red", ApiSilo.NewName(), "red"), await SubmitAsync("red", ApiSilo.NewName(), "red", ns: "space"));
        foreach (var path in new[] { "v1/jobs?limit=500", "v1/events?limit=1000" })
        {
            var (_, text) = await silo.AskAsync("red-of-space", "GET", path);
            Assert.Contains(inside, text, StringComparison.Ordinal);
            Assert.DoesNotContain(outside, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Queues_AskedByATeam_AreItsOwnAlone()
    {
        var (_, list) = await silo.AskAsync("red", "GET", "v1/queues");
        Assert.Equal(["red"], JsonSerializer.Deserialize(list, ApiJson.Default.QueuePage)!.Items.Select(static q => q.Spec.Name));
        Assert.Equal(Masked(await silo.AskAsync("red", "GET", "v1/queues/nope"), "nope"), Masked(await silo.AskAsync("red", "GET", "v1/queues/blue"), "blue"));
        var (_, below) = await silo.AskAsync("all-teams", "GET", "v1/queues");
        Assert.Equal(["blue", "red", "teams"], JsonSerializer.Deserialize(below, ApiJson.Default.QueuePage)!.Items.Select(static q => q.Spec.Name).Order());
        var (status, text) = await silo.AskAsync("red", "GET", "v1/clusters");
        Assert.True(status == 403, text);
    }

    [Fact]
    public async Task Submit_ToAForeignQueue_IsAnsweredAsToOneThatDoesNotExist()
    {
        var (name, key) = (ApiSilo.NewName(), Guid.NewGuid().ToString());
        var foreign = await PostAsync("red", ApiSilo.Job(name, queue: "blue"), key);
        var unknown = await PostAsync("red", ApiSilo.Job(name, queue: "nope"), key);
        Assert.Equal(404, foreign.Status);
        Assert.Equal(Masked(unknown, "nope"), Masked(foreign, "blue"));
        Assert.Equal(403, (await PostAsync("red-of-space", ApiSilo.Job(name, queue: "red"), key)).Status);
    }

    [Fact]
    public async Task Submit_ANameThatIsTaken_SaysTheSameOfAForeignJobAndOfAnOwn()
    {
        var (foreign, own) = (await SubmitAsync("blue", ApiSilo.NewName(), "blue"), await SubmitAsync("red", ApiSilo.NewName(), "red"));
        var ofForeign = await PostAsync("red", ApiSilo.Job(foreign, queue: "red"), Guid.NewGuid().ToString());
        var ofOwn = await PostAsync("red", ApiSilo.Job(own, queue: "red"), Guid.NewGuid().ToString());
        Assert.Equal(409, ofForeign.Status);
        Assert.Equal(Masked(ofOwn, own), Masked(ofForeign, foreign));
    }

    [Fact]
    public async Task Submit_AReplayOfAnothersKey_NeverShowsTheJob()
    {
        var (name, key) = (ApiSilo.NewName(), Guid.NewGuid().ToString());
        var job = ApiSilo.Job(name, queue: "blue");
        Assert.Equal(201, (await PostAsync("blue", job, key)).Status);
        var replay = await PostAsync("red", job, key);
        Assert.Equal((404, Masked(await PostAsync("red", ApiSilo.Job(name, queue: "nope"), key), "nope").Text), (replay.Status, Masked(replay, "blue").Text));
        Assert.Equal(409, (await PostAsync("red", ApiSilo.Job(name, queue: "red"), key)).Status);
        using var batch = new StringContent($$"""{"items":[{"token":"{{key}}","job":{{job}}}]}""", System.Text.Encoding.UTF8, "application/json");
        using var http = silo.As("red");
        using var answer = await http.PostAsync(new Uri("v1/jobs:batch", UriKind.Relative), batch, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("QueueNotFound", text, StringComparison.Ordinal);
        Assert.DoesNotContain("uid", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_ThatDependsOnAForeignJob_SaysTheSameAsOfNone()
    {
        var foreign = await SubmitAsync("blue", ApiSilo.NewName(), "blue");
        var (name, nobody) = (ApiSilo.NewName(), Nobody);
        var there = await PostAsync("red", DependentOn(name, foreign), Guid.NewGuid().ToString());
        var nowhere = await PostAsync("red", DependentOn(name, nobody), Guid.NewGuid().ToString());
        Assert.Equal(400, there.Status);
        Assert.Equal(Masked(nowhere, nobody), Masked(there, foreign));
        var own = await SubmitAsync("red", ApiSilo.NewName(), "red");
        Assert.Equal(201, (await PostAsync("red", DependentOn(name, own), Guid.NewGuid().ToString())).Status);
    }

    [Fact]
    public async Task Cancel_ByAManagerOfTheQueueOrTheOneAbove_IsDoneAndBySubmittersForbidden()
    {
        var (one, other) = (await SubmitAsync("red", ApiSilo.NewName(), "red"), await SubmitAsync("red", ApiSilo.NewName(), "red"));
        Assert.Equal(403, (await silo.AskAsync("red-submit", "POST", $"v1/namespaces/default/jobs/{one}/cancel")).Status);
        Assert.Equal(403, (await silo.AskAsync("view", "POST", $"v1/namespaces/default/jobs/{one}/cancel")).Status);
        Assert.Equal(200, (await silo.AskAsync("view", "GET", $"v1/namespaces/default/jobs/{one}")).Status);
        Assert.Equal(200, (await silo.AskAsync("red", "POST", $"v1/namespaces/default/jobs/{one}/cancel")).Status);
        Assert.Equal(200, (await silo.AskAsync("all-teams", "POST", $"v1/namespaces/default/jobs/{other}/cancel")).Status);
    }

    private static (int Status, string Text) Masked((int Status, string Text) answer, string name) => (answer.Status, answer.Text.Replace(name, "NAME", StringComparison.Ordinal));

    private static string DependentOn(string name, string need) =>
        ApiSilo.Job(name, queue: "red").Replace("\"podSets\"", $"\"dependsOn\": [\"{need}\"], \"podSets\"", StringComparison.Ordinal);

    private async Task<(int Status, string Text)> PostAsync(string caller, string job, string key)
    {
        using var http = silo.As(caller);
        using var response = await TokenSilo.SubmitAsync(http, job, key);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private async Task<string> SubmitAsync(string caller, string name, string queue, string ns = "default")
    {
        var (status, text) = await PostAsync(caller, ApiSilo.Job(name, duration: "1h", queue: queue, cpu: "10m", ns: ns), Guid.NewGuid().ToString());
        Assert.True(status == 201, text);
        return name;
    }
}

using Muster.Contracts;

namespace Muster.Silo.Tests;

/// <summary>Logs over HTTP.</summary>
public sealed class LogsTests(ApiSilo silo, TokenSilo tokens)
{
    [Fact]
    public async Task Logs_OfAGang_SayWhichPodEachLineIsOf()
    {
        var name = ApiSilo.NewName();
        await silo.SubmitAsync(ApiSilo.Job(name, pods: 2, duration: "10ms"));
        await silo.EndAsync(name);
        var lines = await ReadAsync(name, "");
        Assert.NotEmpty(lines);
        Assert.Equal(2, lines.Select(static l => l.Split("] ")[0]).Distinct().Count());
        Assert.All(lines, l => Assert.StartsWith($"[{name}-", l, StringComparison.Ordinal));
        var one = await ReadAsync(name, "?pod=main-1");
        Assert.Equal(lines.Where(static l => l.Contains("-main-1] ", StringComparison.Ordinal)).Select(static l => l[(l.IndexOf("] ", StringComparison.Ordinal) + 2)..]), one);
        Assert.Equal(one[^1..], await ReadAsync(name, "?pod=main-1&tailLines=1"));
        Assert.Equal(one, await ReadAsync(name, "?pod=main-1&follow=true"));
    }

    [Fact]
    public async Task Logs_Followed_EndWhenTheJobDoes()
    {
        var name = ApiSilo.NewName();
        await silo.SubmitAsync(ApiSilo.Job(name, pods: 2, duration: "300ms"));
        await silo.UntilAsync(name, static s => s is JobState.Running or JobState.Succeeded);
        var lines = await ReadAsync(name, "?follow=true");
        Assert.Equal(2, lines.Count(static l => l.EndsWith(" ended: exit code 0", StringComparison.Ordinal)));
        Assert.Equal(JobState.Succeeded, await silo.EndAsync(name));
    }

    [Fact]
    public async Task Logs_OfWhatIsNotThere_Are404()
    {
        await ApiSilo.ProblemAsync(await AskAsync("nobody"), 404, "JobNotFound");
        var name = ApiSilo.NewName();
        await silo.SubmitAsync(ApiSilo.Job(name, duration: "10ms"));
        await silo.EndAsync(name);
        await ApiSilo.ProblemAsync(await AskAsync(name, "?pod=main-7"), 404, "PodNotFound");
        await ApiSilo.ProblemAsync(await AskAsync(name, "?pod=main-7&follow=true"), 404, "PodNotFound");
        await ApiSilo.ProblemAsync(await AskAsync(name, "?tailLines=-1"), 400, "Invalid");
        await ApiSilo.ProblemAsync(await AskAsync(name, "?tailLines=100001"), 400, "Invalid");
        await ApiSilo.ProblemAsync(await AskAsync(name, "?follow=perhaps"), 400, "Invalid");
    }

    [Fact]
    public async Task Logs_OfAJobThatNeverRan_SayThatItHasHadNoPods()
    {
        var name = ApiSilo.NewName();
        var waiting = ApiSilo.Job(name).Replace("\"queue\":", "\"dependsOn\": [\"nobody\"], \"queue\":", StringComparison.Ordinal);
        Assert.Equal(201, (int)(await silo.SubmitAsync(waiting)).StatusCode);
        var problem = await ApiSilo.ProblemAsync(await AskAsync(name, "?follow=true"), 409, "IllegalState");
        Assert.Contains("no pods yet", problem.Detail, StringComparison.Ordinal);
        await silo.SendAsync("POST", $"v1/namespaces/default/jobs/{name}/cancel");
        await ApiSilo.ProblemAsync(await AskAsync(name), 409, "IllegalState");
    }

    [Fact]
    public async Task Logs_OfManyPods_AreReadOneByOne()
    {
        var large = ApiSilo.NewName();
        await silo.SubmitAsync(ApiSilo.Job(large, pods: JobPods.MaxPods + 1, cpu: "10m", duration: "10ms"));
        await silo.EndAsync(large);
        var problem = await ApiSilo.ProblemAsync(await AskAsync(large), 400, "Invalid");
        Assert.Equal("pod", Assert.Single(problem.Errors!.Value).Field);
        Assert.NotEmpty(await ReadAsync(large, $"?pod=main-{JobPods.MaxPods}"));
    }

    [Theory]
    [InlineData("red", 404)]
    [InlineData("red-of-space", 404)]
    [InlineData(null, 401)]
    [InlineData("blue", 200)]
    [InlineData("view", 200)]
    public async Task Logs_AskedByAnother_AreNotToBeHad(string? caller, int expected)
    {
        var name = ApiSilo.NewName();
        using var owner = tokens.As("blue");
        using var submitted = await TokenSilo.SubmitAsync(owner, ApiSilo.Job(name, duration: "10ms", queue: "blue"));
        Assert.Equal(201, (int)submitted.StatusCode);
        await ApiSilo.UntilAsync(owner, name, JobStateMachine.IsFinal);
        var (status, text) = await tokens.AskAsync(caller, "GET", $"v1/namespaces/default/jobs/{name}/logs?follow=true");
        Assert.Equal(expected, status);
        Assert.Equal(expected == 200, text.Contains(" started", StringComparison.Ordinal));
    }

    private Task<HttpResponseMessage> AskAsync(string name, string query = "") => silo.SendAsync("GET", $"v1/namespaces/default/jobs/{name}/logs{query}");

    private async Task<string[]> ReadAsync(string name, string query)
    {
        using var response = await AskAsync(name, query);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, text);
        Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text;
using Muster.Contracts;

namespace Muster.Silo.Tests;

/// <summary>Many submissions in one request, and one that only asks.</summary>
public sealed class BatchTests(ApiSilo silo)
{
    [Fact]
    public async Task Batch_OfGoodAndBad_AnswersEachInOrder()
    {
        var (name, other) = (ApiSilo.NewName(), ApiSilo.NewName());
        var token = Guid.NewGuid().ToString();
        var items = new[] { Item(name, token), Item(other, "", queue: "nowhere"), Item(other, "t2", queue: "nowhere"), Item(other, token), Item(other, "t4", pods: 5, cpu: "64"), Item("-", "t5"), Item(other, Guid.NewGuid().ToString()) };
        var result = await SendAsync(items);
        Assert.Equal([201, 400, 404, 400, 422, 400, 201], result.Items.Select(static i => i.Status));
        Assert.Equal([null, "Invalid", "QueueNotFound", "Invalid", "Unsatisfiable", "Invalid", null], result.Items.Select(static i => i.Problem?.Code));
        Assert.Equal([name, other], result.Items.Where(static i => i.Job is not null).Select(static i => i.Job!.Metadata.Name));
        Assert.Equal("token", Assert.Single(result.Items[1].Problem!.Errors!.Value).Field);
        Assert.Equal("items[3].token", Assert.Single(result.Items[3].Problem!.Errors!.Value).Field);
        Assert.All(result.Items.Where(static i => i.Problem is not null), static i => Assert.Equal(i.Status, i.Problem!.Status));
        Assert.Equal(200, Assert.Single((await SendAsync(Item(name, token))).Items).Status);
        Assert.Equal(JobState.Succeeded, await silo.EndAsync(name));
    }

    [Fact]
    public async Task Batch_OfAThousand_TakesThemAll()
    {
        var ns = ApiSilo.NewName();
        var result = await SendAsync([.. Enumerable.Range(0, JobBatch.MaxItems).Select(i => Item($"job-{i}", $"{ns}-{i}", ns: ns, duration: "1ms"))]);
        Assert.All(result.Items, static i => Assert.Equal(201, i.Status));
        Assert.Equal(Enumerable.Range(0, JobBatch.MaxItems).Select(static i => $"job-{i}"), result.Items.Select(static i => i.Job!.Metadata.Name));
    }

    [Theory]
    [InlineData("""{"items":[]}""", "items")]
    [InlineData("""{}""", "items")]
    [InlineData("""{"items":[null]}""", "items[0]")]
    [InlineData("""{"items":[{"token":"a","job":null}]}""", "items[0].job")]
    [InlineData("""{"items":[{"token":"a","job":{}},{"token":"b","job":{"spec":{"podSets":[{"count":"many"}]}}}]}""", "items[1].job.spec.podSets[0].count")]
    [InlineData("""{"items":[{"token":"a","job":{"spec":{"que":"x"}}}]}""", "items[0].job.spec.que")]
    [InlineData("""{"items":[{"tok":"a"}]}""", "items[0].tok")]
    [InlineData("""{"items":[{"token":"a","token":"b"}]}""", "items[0].token")]
    [InlineData("""{"things":[]}""", "things")]
    [InlineData("""{"items":5}""", "items")]
    public async Task Batch_ThatCannotBeRead_NamesTheField(string body, string field)
    {
        var problem = await ApiSilo.ProblemAsync(await PostAsync(body), 400, "Invalid");
        Assert.Equal(field, Assert.Single(problem.Errors!.Value).Field);
    }

    [Fact]
    public async Task Batch_OfMoreThanAThousand_IsInvalid()
    {
        var problem = await ApiSilo.ProblemAsync(await PostAsync("{\"items\":[" + string.Join(',', Enumerable.Repeat("{}", 1001)) + "]}"), 400, "Invalid");
        Assert.Contains("at most 1000", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Batch_OfMoreThanASingleJobMayHave_IsTakenUpToItsOwnLimit()
    {
        await ApiSilo.ProblemAsync(await PostAsync("{" + new string(' ', 2 * ApiLimits.MaxBodyBytes) + "}"), 400, "Invalid");
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/jobs:batch") { Content = new StringContent(new string(' ', JobBatch.MaxBytes + 1), Encoding.UTF8, "application/json") };
        try
        {
            var problem = await ApiSilo.ProblemAsync(await silo.Http.SendAsync(request, TestContext.Current.CancellationToken), 413, "Invalid");
            Assert.Contains("4194304", problem.Detail, StringComparison.Ordinal);
        }
        catch (HttpRequestException)
        {
            // Cut off while sending: the silo does not read on.
        }
    }

    [Fact]
    public async Task DryRun_OfAJob_JudgesItAndRecordsNothing()
    {
        var name = ApiSilo.NewName();
        var answer = await PostAsync(ApiSilo.Job(name), "v1/jobs?dryRun=true");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(name, (await answer.Content.ReadFromJsonAsync(MusterJson.Default.Job, TestContext.Current.CancellationToken))!.Metadata.Name);
        await ApiSilo.ProblemAsync(await silo.SendAsync("GET", $"v1/namespaces/default/jobs/{name}"), 404, "JobNotFound");
        await ApiSilo.ProblemAsync(await PostAsync(ApiSilo.Job(name, queue: "nowhere"), "v1/jobs?dryRun=true"), 404, "QueueNotFound");
        await ApiSilo.ProblemAsync(await PostAsync(ApiSilo.Job(name, pods: 5, cpu: "64"), "v1/jobs?dryRun=true"), 422, "Unsatisfiable");
        await ApiSilo.ProblemAsync(await PostAsync(ApiSilo.Job(name, pods: 0), "v1/jobs?dryRun=true"), 400, "Invalid");
        Assert.Equal(HttpStatusCode.Created, (await silo.SubmitAsync(ApiSilo.Job(name))).StatusCode);
        await ApiSilo.ProblemAsync(await PostAsync(ApiSilo.Job(name), "v1/jobs?dryRun=true"), 409, "JobAlreadyExists");
    }

    private static string Item(string name, string token, int pods = 1, string cpu = "1", string queue = "default", string ns = "default", string duration = "10ms") =>
        $$"""{"token":"{{token}}","job":{{ApiSilo.Job(name, pods, cpu, duration, queue, ns)}}}""";

    private async Task<JobBatchResult> SendAsync(params string[] items)
    {
        var response = await PostAsync("{\"items\":[" + string.Join(',', items) + "]}");
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync(ApiJson.Default.JobBatchResult))!;
    }

    private Task<HttpResponseMessage> PostAsync(string body, string path = "v1/jobs:batch") =>
        silo.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"), null);
}

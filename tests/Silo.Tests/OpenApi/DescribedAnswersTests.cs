using System.Text.Json.Nodes;
using Client.Tests;
using Muster.Contracts;

namespace Muster.Silo.Tests;

/// <summary>What a silo answers is what the description of the API says, to the last field.</summary>
public sealed class DescribedAnswersTests(ApiSilo silo)
{
    private static readonly JsonObject Document = JsonNode.Parse(File.ReadAllText(OpenApiTests.Reference("openapi.json")))!.AsObject();

    [Fact]
    public async Task Answers_OfEveryRead_AreAsDescribed()
    {
        var (job, node) = (await EndedAsync(), (string)(await ReadAsync("GET", "v1/clusters/east/nodes", 200))["items"]![0]!["node"]!["name"]!);
        var tried = 0;
        foreach (var operation in ApiOperations.All.Where(static o => o.Method == "GET" && o.Answers[0].Content is { } content && content != typeof(object)))
        {
            var answer = await ReadAsync("GET", Fill(operation, operation.Tag switch { "queues" => "default", "clusters" or "nodes" => "east", _ => job }, node), 200);
            Assert.Empty(SchemaChecker.Check(answer, Schema(operation, "200", "application/json")));
            tried++;
        }
        Assert.True(tried >= 12);
    }

    [Fact]
    public async Task Answers_OfWhatIsNotThere_AreTheProblemsDescribed()
    {
        foreach (var operation in ApiOperations.All.Where(static o => o.Path.Contains("{name}", StringComparison.Ordinal)))
        {
            var problem = await ReadAsync(operation.Method, Fill(operation, "nobody", "nobody"), 404);
            Assert.Empty(SchemaChecker.Check(problem, Schema(operation, "404", Problem.MediaType)));
        }
    }

    [Fact]
    public async Task Answers_OfSubmissions_AreAsDescribed()
    {
        var job = ApiSilo.Job(ApiSilo.NewName(), duration: "10ms");
        var submit = ApiOperations.All.Single(static o => o.Id == "submitJob");
        Assert.Empty(SchemaChecker.Check(JsonNode.Parse(job), Resolve(At(submit, "requestBody")["content"]!["application/json"]!["schema"]!).AsObject()));
        Assert.Empty(SchemaChecker.Check(await SendAsync("v1/jobs", job, 201), Schema(submit, "201", "application/json")));
        Assert.Empty(SchemaChecker.Check(await SendAsync("v1/jobs?dryRun=true", ApiSilo.Job(ApiSilo.NewName()), 200), Schema(submit, "200", "application/json")));
        Assert.Empty(SchemaChecker.Check(await SendAsync("v1/jobs", ApiSilo.Job("No name", pods: 0), 400), Schema(submit, "400", Problem.MediaType)));
        Assert.Empty(SchemaChecker.Check(await SendAsync("v1/jobs", ApiSilo.Job(ApiSilo.NewName(), cpu: "100000"), 422), Schema(submit, "422", Problem.MediaType)));
        var batch = ApiOperations.All.Single(static o => o.Id == "submitJobs");
        var items = $$"""{"items":[{"token":"{{Guid.NewGuid()}}","job":{{ApiSilo.Job(ApiSilo.NewName(), duration: "10ms")}}},{"token":"{{Guid.NewGuid()}}","job":{{ApiSilo.Job("No name")}}}]}""";
        Assert.Empty(SchemaChecker.Check(await SendAsync("v1/jobs:batch", items, 200), Schema(batch, "200", "application/json")));
    }

    private static string Fill(ApiOperation operation, string name, string node) => operation.Path.TrimStart('/')
        .Replace("{ns}", "default", StringComparison.Ordinal).Replace("{name}", name, StringComparison.Ordinal).Replace("{node}", node, StringComparison.Ordinal);

    private static JsonNode At(ApiOperation operation, string part) => Document["paths"]![operation.Path]![operation.Method.ToLowerInvariant()]![part]!;

    private static JsonObject Schema(ApiOperation operation, string status, string type) =>
        Resolve(Resolve(At(operation, "responses")[status]!)["content"]![type]!["schema"]!).AsObject();

    // With everything that is referred to in its place, and closed: a field that is not described is an error here.
    private static JsonNode Resolve(JsonNode node)
    {
        if (node is JsonArray array)
            return new JsonArray([.. array.Select(static i => i is null ? null : Resolve(i))]);
        if (node is not JsonObject map)
            return node.DeepClone();
        if (map["allOf"] is JsonArray parts)
        {
            var (whole, code) = (Resolve(parts[0]!), parts[1]!["properties"]!["code"]!.DeepClone());
            whole["properties"]!["code"] = code;
            return whole;
        }
        var resolved = new JsonObject(map.Where(static m => m.Key != "$ref").Select(static m => KeyValuePair.Create(m.Key, m.Value is null ? null : Resolve(m.Value))));
        if ((string?)map["$ref"] is not { } reference)
            return resolved;
        JsonNode target = Document;
        foreach (var step in reference.Split('/').Skip(1))
            target = target[step]!;
        foreach (var (key, value) in Resolve(target).AsObject())
            resolved[key] ??= value?.DeepClone();
        if (resolved["properties"] is not null && !reference.EndsWith("/PodTemplate", StringComparison.Ordinal))
            resolved["additionalProperties"] = false;
        return resolved;
    }

    private async Task<string> EndedAsync()
    {
        var name = ApiSilo.NewName();
        await silo.SubmitAsync(ApiSilo.Job(name, duration: "10ms"));
        await silo.EndAsync(name);
        return name;
    }

    private async Task<JsonNode> ReadAsync(string method, string path, int status) => await JsonAsync(await silo.SendAsync(method, path), status);

    private async Task<JsonNode> SendAsync(string path, string body, int status) =>
        await JsonAsync(await silo.PostAsync(path, new StringContent(body, System.Text.Encoding.UTF8, "application/json"), Guid.NewGuid().ToString()), status);

    private static async Task<JsonNode> JsonAsync(HttpResponseMessage response, int status)
    {
        using var _ = response;
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(status == (int)response.StatusCode, $"{response.RequestMessage!.RequestUri}: {(int)response.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }
}

using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Muster.Silo.Tests;

/// <summary>Every endpoint there is, asked by a token of one queue for what is not its own.</summary>
public sealed partial class ForeignObjectTests(TokenSilo silo)
{
    // What is answered although it names no object, and what shows there that it tells of nothing foreign.
    private static readonly Dictionary<string, string> Exceptions = new(StringComparer.Ordinal)
    {
        ["POST /v1/jobs"] = "the object is in the body: ForeignJobTests.Submit_*",
        ["POST /v1/jobs:batch"] = "the objects are in the body: ForeignJobTests.Submit_AReplayOfAnothersKey_NeverShowsTheJob",
        ["GET /v1/jobs"] = "filtered: ForeignJobTests.Lists_*",
        ["GET /v1/events"] = "filtered: ForeignJobTests.Lists_*",
        ["GET /v1/queues"] = "filtered: ForeignJobTests.Queues_AskedByATeam_AreItsOwnAlone",
        ["GET /v1/version"] = "tells of the program alone",
        ["GET /openapi/v1.json"] = "tells of the program alone",
        ["GET /v1/whoami"] = "tells of the caller alone",
        ["GET /healthz"] = "a probe",
        ["GET /healthz/startup"] = "a probe",
        ["GET /healthz/ready"] = "a probe",
        ["GET /healthz/live"] = "a probe",
    };

    [Theory]
    [InlineData("red")]
    [InlineData("red-submit")]
    [InlineData("red-of-space")]
    public async Task EveryEndpoint_AskedForWhatIsForeign_AnswersAsForWhatDoesNotExist(string caller)
    {
        var foreign = await SubmitAsync();
        var open = new List<string>();
        foreach (var (method, pattern) in Routes())
        {
            var answer = await silo.AskAsync(caller, method, Path(pattern, foreign, "blue", "east", "east-0"));
            if (Exceptions.ContainsKey($"{method} {pattern}"))
            {
                open.Add($"{method} {pattern}");
                Assert.DoesNotContain(foreign, answer.Text, StringComparison.Ordinal);
                Assert.DoesNotContain("blue", answer.Text, StringComparison.Ordinal);
                continue;
            }
            var (there, nobody) = (Masked(answer, foreign, "blue", "east", "east-0"), ApiSilo.NewName());
            var nowhere = Masked(await silo.AskAsync(caller, method, Path(pattern, nobody, "nope", "noon", "noon-0")), nobody, "nope", "noon", "noon-0");
            Assert.True(nowhere == there, $"{method} {pattern} tells what is there from what is not:\n{there}\n{nowhere}");
            Assert.True(there.Status is 404 or 403, $"{method} {pattern} answered {there.Status}, and is not named as an exception: {there.Text}");
        }
        Assert.Equal(Exceptions.Keys.Order(StringComparer.Ordinal), open.Order(StringComparer.Ordinal));
        Assert.Contains("\"state\"", (await silo.AskAsync("blue", "GET", $"v1/namespaces/default/jobs/{foreign}")).Text, StringComparison.Ordinal);
    }

    // Without the pages that Orleans brings itself.
    private IEnumerable<(string Method, string Pattern)> Routes() => silo.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(static e => !e.RoutePattern.RawText!.TrimStart('/').StartsWith("orleans/", StringComparison.Ordinal))
        .SelectMany(static e => (e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(m => (m, "/" + e.RoutePattern.RawText!.Trim('/'))));

    private static string Path(string pattern, string job, string queue, string cluster, string node) => Parameter().Replace(pattern.TrimStart('/'), match => match.Value switch
    {
        "{ns}" => "default",
        "{node}" => node,
        "{name}" when pattern.Contains("/jobs/", StringComparison.Ordinal) => job,
        "{name}" when pattern.Contains("/queues/", StringComparison.Ordinal) => queue,
        "{name}" when pattern.Contains("/clusters/", StringComparison.Ordinal) => cluster,
        _ => throw new InvalidOperationException($"{pattern}: what is foreign of {match.Value}? Say it here."),
    });

    private static (int Status, string Text) Masked((int Status, string Text) answer, string job, string queue, string cluster, string node) =>
        (answer.Status, answer.Text.Replace(job, "NAME", StringComparison.Ordinal).Replace(node, "NAME", StringComparison.Ordinal)
            .Replace(queue, "NAME", StringComparison.Ordinal).Replace(cluster, "NAME", StringComparison.Ordinal));

    private async Task<string> SubmitAsync()
    {
        var name = ApiSilo.NewName();
        using var http = silo.As("blue");
        using var response = await TokenSilo.SubmitAsync(http, ApiSilo.Job(name, duration: "1h", queue: "blue", cpu: "10m"));
        Assert.Equal(201, (int)response.StatusCode);
        return name;
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}

using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Muster.Silo.Tests;

/// <summary>The description of the API is what the endpoints and the contract types say. MUSTER_APPROVE=1 writes what they say now.</summary>
public sealed partial class OpenApiTests(TokenSilo silo)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Type[] Plain = [typeof(string), typeof(int?), typeof(long?), typeof(bool?)];

    private static readonly JsonObject Document = ApiDocument.Make(JsonNode.Parse(File.ReadAllText(Reference("job.schema.json")))!.AsObject());

    // Without the pages that Orleans brings itself.
    private IEnumerable<(RouteEndpoint Endpoint, string Method, string Path)> Endpoints =>
        silo.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(static e => !e.RoutePattern.RawText!.TrimStart('/').StartsWith("orleans/", StringComparison.Ordinal))
            .SelectMany(static e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods, static (e, method) => (e, method, e.RoutePattern.RawText!));

    [Fact]
    public void Document_File_IsWhatEndpointsAndContractTypesSay() => Approve(Reference("openapi.json"), static _ => Document.ToJsonString(Indented) + "\n");

    [Fact]
    public async Task Document_Asked_IsTheFile()
    {
        var (status, text) = await silo.AskAsync("red-submit", "GET", "openapi/v1.json");
        Assert.Equal(200, status);
        Assert.Equal(await File.ReadAllTextAsync(Reference("openapi.json"), TestContext.Current.CancellationToken), text);
    }

    [Fact]
    public void Endpoints_AllOfThem_AreOperationsWithTheirParameters()
    {
        Assert.Equal(
            Endpoints.Select(static e => $"{e.Method} {e.Path}").Order(StringComparer.Ordinal),
            ApiOperations.All.Select(static o => $"{o.Method} {o.Path}").Order(StringComparer.Ordinal));
        foreach (var (endpoint, method, path) in Endpoints)
        {
            var operation = ApiOperations.All.Single(o => o.Method == method && o.Path == path);
            Assert.Equal(endpoint.RoutePattern.Parameters.Select(static p => p.Name), operation.Parameters.Where(static p => p.In == "path").Select(static p => p.Name));
            Assert.Equal(Queried(endpoint).Order(StringComparer.Ordinal), operation.Parameters.Where(static p => p.In == "query").Select(static p => p.Name).Order(StringComparer.Ordinal));
            Assert.Equal(AuditMiddleware.IsChange(method), operation.Codes.Contains("AuditUnavailable"));
        }
    }

    [Fact]
    public void Operations_AllOfThem_SayWhatTheyTakeAndAnswer()
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (path, methods) in Document["paths"]!.AsObject())
            foreach (var (method, operation) in methods!.AsObject())
            {
                var where = $"{method} {path}";
                Assert.True(ids.Add((string)operation!["operationId"]!), $"{where}: its operationId is taken");
                Assert.True(((string?)operation["summary"])?.Length > 5, $"{where}: no summary");
                Assert.Single(operation["tags"]!.AsArray());
                var statuses = operation["responses"]!.AsObject().Select(static r => int.Parse(r.Key, null)).ToArray();
                Assert.Contains(statuses, static s => s is >= 200 and < 300);
                Assert.True(path.StartsWith("/healthz", StringComparison.Ordinal) || statuses.Any(static s => s is >= 400 and < 500), $"{where}: no 4xx");
                Assert.All(operation["parameters"]?.AsArray() ?? [], p => Assert.True(((string?)p!["description"])?.Length > 5 && IsBounded(p["schema"]!), $"{where}: {p["name"]}"));
            }
    }

    [Fact]
    public void References_AllOfThem_LeadToSchemasThatSaySomething()
    {
        var schemas = Document["components"]!["schemas"]!.AsObject();
        foreach (Match reference in ReferenceText().Matches(Document.ToJsonString()))
            Assert.True(Document["components"]![reference.Groups[1].Value]!.AsObject().ContainsKey(reference.Groups[2].Value), reference.Value);
        foreach (var (name, schema) in schemas)
        {
            Assert.True(((string?)schema!["description"])?.Length > 5, $"{name} has no description");
            Assert.All(schema["properties"]?.AsObject() ?? [], p => Assert.True(p.Value!["description"] is not null || name == "PodTemplate", $"{name}.{p.Key} has no description"));
        }
    }

    [Fact]
    public void Table_OfTheReference_IsWhatTheDescriptionSays() => Approve(Reference("api.md"), static text =>
    {
        const string Begin = "<!-- made from openapi.json: begin -->\n", End = "<!-- made from openapi.json: end -->\n";
        var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        Assert.True(begin >= Begin.Length && end >= begin, "the marks of the table are missing");
        return text[..begin] + Table() + text[end..];
    });

    private static string Table()
    {
        var rows = ApiOperations.All.Select(static o =>
            $"| `{o.Method} {o.Path}` | {o.Summary}. | {string.Join(", ", o.Answers.Select(static a => a.Status))} | {string.Join(", ", o.Codes.Where(static c => c is not ("TooLarge" or "AuditUnavailable")).Select(static c => $"`{c}`"))} |\n");
        return "\n| Method and path | | Answers | Errors of its own |\n|---|---|---|---|\n" + string.Concat(rows) + "\n";
    }

    // What a handler takes from the query: everything plain that is not in the path.
    private static IEnumerable<string> Queried(RouteEndpoint endpoint) =>
        from parameter in endpoint.Metadata.GetMetadata<MethodInfo>()!.GetParameters()
        from plain in parameter.GetCustomAttribute<AsParametersAttribute>() is null ? [parameter] : parameter.ParameterType.GetConstructors().OrderByDescending(static c => c.GetParameters().Length).First().GetParameters()
        where Plain.Contains(plain.ParameterType)
        let name = plain.GetCustomAttribute<FromQueryAttribute>()?.Name ?? char.ToLowerInvariant(plain.Name![0]) + plain.Name[1..]
        where endpoint.RoutePattern.GetParameter(name) is null
        select name;

    private static bool IsBounded(JsonNode schema) => (string?)schema["type"] switch
    {
        "string" => (schema["maxLength"] ?? schema["pattern"] ?? schema["enum"]) is not null,
        "integer" => schema["minimum"] is not null && schema["maximum"] is not null,
        "boolean" => true,
        _ => false,
    };

    private static void Approve(string file, Func<string, string> make)
    {
        var text = File.ReadAllText(file).ReplaceLineEndings("\n");
        var made = make(text);
        if (Environment.GetEnvironmentVariable("MUSTER_APPROVE") == "1")
            File.WriteAllText(file, text = made);
        Assert.True(text == made, $"{Path.GetFileName(file)} is not what it should be: look at the difference after MUSTER_APPROVE=1");
    }

    internal static string Reference(string name, [CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "..", "docs", "reference", name));

    [GeneratedRegex("#/components/(schemas|responses)/([A-Za-z-]+)")]
    private static partial Regex ReferenceText();
}

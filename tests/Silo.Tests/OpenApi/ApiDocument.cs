using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Muster.Contracts;

namespace Muster.Silo.Tests;

/// <summary>Makes the description of the API.</summary>
internal static class ApiDocument
{
    private static readonly string[] OfEveryCall = ["Unauthenticated", "Forbidden", "Overloaded", "Internal", "LedgerUnavailable", "LedgerRolledBack", "OutcomeUnknown"];

    private static readonly Dictionary<string, int> StatusOf = new(StringComparer.Ordinal)
    {
        ["Invalid"] = 400, ["Unauthenticated"] = 401, ["Forbidden"] = 403, ["JobNotFound"] = 404, ["QueueNotFound"] = 404, ["ClusterNotFound"] = 404,
        ["NodeNotFound"] = 404, ["PodNotFound"] = 404, ["JobAlreadyExists"] = 409, ["SubmissionConflict"] = 409, ["IllegalState"] = 409,
        ["WatchExpired"] = 410, ["ClusterConflict"] = 409, ["ClusterReplaced"] = 409, ["RecoveryRefused"] = 409, ["ClusterCheckFailed"] = 422, ["PreconditionFailed"] = 412, ["TooLarge"] = 413, ["Unsatisfiable"] = 422, ["Overloaded"] = 429, ["Internal"] = 500,
        ["LogsUnavailable"] = 501, ["LedgerUnavailable"] = 503, ["LedgerRolledBack"] = 503, ["OutcomeUnknown"] = 503, ["ClusterUnreachable"] = 503, ["AuditUnavailable"] = 503,
    };

    public static JsonObject Make(JsonObject manifest)
    {
        var schemas = new ApiSchemas(manifest);
        var (paths, faults) = (new JsonObject(), new JsonObject());
        foreach (var operation in ApiOperations.All)
            (paths[operation.Path] ??= new JsonObject())[operation.Method.ToLowerInvariant()] = Operation(operation, schemas, faults);
        schemas.Of(typeof(Problem));
        schemas.Of(typeof(JobChange));
        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Muster", ["version"] = "v1",
                ["description"] = "Places AI and batch jobs, all or nothing, onto nodes of many Kubernetes clusters. Errors are application/problem+json with a stable code.",
                ["license"] = new JsonObject { ["name"] = "Apache-2.0", ["identifier"] = "Apache-2.0" },
            },
            ["security"] = new JsonArray(new JsonObject { ["token"] = new JsonArray() }),
            ["tags"] = new JsonArray([.. ApiOperations.All.Select(static o => o.Tag).Distinct().Select(static t => (JsonNode)new JsonObject { ["name"] = t })]),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = schemas.Components(),
                ["responses"] = faults,
                ["securitySchemes"] = new JsonObject
                {
                    ["token"] = new JsonObject
                    {
                        ["type"] = "http", ["scheme"] = "bearer", ["bearerFormat"] = "mst_<id>_<secret>",
                        ["description"] = "Made with muster-silo token create. A silo that listens on loopback alone, and has no tokens, asks for none.",
                    },
                },
            },
        };
    }

    private static JsonObject Operation(ApiOperation operation, ApiSchemas schemas, JsonObject faults)
    {
        var json = new JsonObject { ["operationId"] = operation.Id, ["tags"] = new JsonArray(operation.Tag), ["summary"] = operation.Summary };
        if (operation.Text is not null)
            json["description"] = operation.Text;
        if (operation.Public)
            json["security"] = new JsonArray();
        if (operation.Parameters.Length > 0)
            json["parameters"] = new JsonArray([.. operation.Parameters.Select(static p => p.ToJson())]);
        if (operation.Body is not null)
            json["requestBody"] = new JsonObject { ["required"] = operation.BodyRequired, ["content"] = Json(operation.Body, schemas) };
        var responses = new JsonObject();
        foreach (var answer in operation.Answers)
            responses[Text(answer.Status)] = Answer(answer, schemas);
        if (operation.Public)
            responses["503"] = new JsonObject { ["description"] = "The check that failed, and why.", ["content"] = Plain("text/plain") };
        else
            foreach (var codes in operation.Codes.Concat(OfEveryCall).GroupBy(static c => StatusOf[c]).OrderBy(static g => g.Key))
            {
                // What several operations answer stands in the document once.
                var name = string.Join('-', codes);
                faults[name] ??= Fault(codes.Key, codes);
                responses[Text(codes.Key)] = new JsonObject { ["$ref"] = $"#/components/responses/{name}" };
            }
        json["responses"] = responses;
        return json;
    }

    private static JsonObject Answer(ApiAnswer answer, ApiSchemas schemas)
    {
        var json = new JsonObject { ["description"] = answer.Text };
        if (answer.Tagged)
            json["headers"] = Header("ETag", "The job's version. Not sent for a dry run.");
        if (answer.Content is null && answer.TextType is null)
            return json;
        var content = answer.Content is null ? [] : Json(answer.Content, schemas);
        if (answer.TextType is { } type)
            content[type] = Plain(type)[type]!.DeepClone();
        json["content"] = content;
        return json;
    }

    private static JsonObject Fault(int status, IEnumerable<string> codes)
    {
        // Too large a body has the code of everything that is not well formed.
        var known = codes.Select(static c => c == "TooLarge" ? "Invalid" : c).ToArray();
        var json = new JsonObject { ["description"] = $"{ReasonPhrases.GetReasonPhrase(status)}: {string.Join(", ", known)}." };
        if (status is 429 or 503)
            json["headers"] = Header("Retry-After", "Seconds.");
        json["content"] = new JsonObject
        {
            [Problem.MediaType] = new JsonObject
            {
                ["schema"] = new JsonObject
                {
                    ["allOf"] = new JsonArray(ApiSchemas.Reference("Problem"), new JsonObject
                    {
                        ["properties"] = new JsonObject { ["code"] = new JsonObject { ["enum"] = new JsonArray([.. known.Select(static c => (JsonNode)c)]) } },
                    }),
                },
            },
        };
        return json;
    }

    private static JsonObject Json(Type type, ApiSchemas schemas) => new()
    {
        ["application/json"] = new JsonObject { ["schema"] = type == typeof(object) ? new JsonObject { ["type"] = "object" } : schemas.Of(type) },
    };

    private static JsonObject Plain(string type) => new() { [type] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "string" } } };

    private static JsonObject Header(string name, string text) => new()
    {
        [name] = new JsonObject { ["description"] = text, ["schema"] = new JsonObject { ["type"] = "string" } },
    };

    private static string Text(int status) => status.ToString(CultureInfo.InvariantCulture);
}

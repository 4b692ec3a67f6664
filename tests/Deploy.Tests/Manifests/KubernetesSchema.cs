using System.Text.Json;
using System.Text.Json.Nodes;

namespace Muster.Deploy.Tests;

/// <summary>
/// Kinds and fields that Kubernetes knows, as far as they are used here. Schemas/kubernetes.json was made from the API server's own
/// description (/openapi/v2 of 1.20) and what came later by hand: <c>!</c> marks required fields, <c>[T]</c> lists, <c>{T}</c> maps.
/// </summary>
internal static class KubernetesSchema
{
    private static readonly JsonNode Schema = Load();

    /// <summary>What is wrong, each with its path.</summary>
    public static IEnumerable<string> Check(Manifest manifest)
    {
        var kind = Schema["kinds"]![$"{manifest.ApiVersion} {manifest.Kind}"];
        return kind is null ? [$"{manifest}: {manifest.ApiVersion} has no such kind, or it is not in the schema"] : Check(manifest.Content, (string)kind!, manifest.ToString());
    }

    private static IEnumerable<string> Check(JsonNode? value, string type, string path) => (type[0], value) switch
    {
        (_, null) => [$"{path}: it is empty"],
        ('[', JsonArray list) => list.SelectMany((item, i) => Check(item, type[1..^1], $"{path}[{i}]")),
        ('{', JsonObject map) => map.SelectMany(m => Check(m.Value, type[1..^1], $"{path}.{m.Key}")),
        ('[' or '{', _) => [$"{path}: it is no {type}"],
        _ when char.IsAsciiLetterLower(type[0]) => IsSimple(type, value) ? [] : [$"{path}: {value.ToJsonString()} is no {type}"],
        (_, JsonObject map) => Members(map, Schema["types"]![type]!.AsObject(), path),
        _ => [$"{path}: it is no {type}"],
    };

    private static IEnumerable<string> Members(JsonObject map, JsonObject type, string path) =>
        type.Where(t => t.Key.EndsWith('!') && !map.ContainsKey(t.Key[..^1])).Select(t => $"{path}: {t.Key[..^1]} is missing")
            .Concat(map.SelectMany(m => (type[m.Key] ?? type[m.Key + "!"]) is { } member ? Check(m.Value, (string)member!, $"{path}.{m.Key}") : [$"{path}: {m.Key} is not known"]));

    private static bool IsSimple(string type, JsonNode value) => (type, value.GetValueKind()) switch
    {
        ("any", _) or ("string", JsonValueKind.String) or ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
        ("integer" or "intOrString" or "quantity", JsonValueKind.Number) => value.ToJsonString().All(char.IsAsciiDigit),
        ("intOrString" or "quantity", JsonValueKind.String) => true,
        _ => false,
    };

    private static JsonNode Load()
    {
        using var file = typeof(KubernetesSchema).Assembly.GetManifestResourceStream("kubernetes.json")!;
        return JsonNode.Parse(file)!;
    }
}

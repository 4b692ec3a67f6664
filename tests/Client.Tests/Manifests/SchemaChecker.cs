using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Client.Tests;

/// <summary>Checks JSON against the keywords that the schemas of the job and of the API use. One that it does not know is an error, not passed over.</summary>
internal static class SchemaChecker
{
    private static readonly HashSet<string> Words =
        ["$schema", "$id", "title", "description", "examples", "default", "readOnly", "format"];

    /// <summary>What is wrong, each with its path; none for a value that is valid.</summary>
    public static IEnumerable<string> Check(JsonNode? value, JsonObject schema, string path = "$")
    {
        foreach (var (keyword, rule) in schema)
        {
            if (Words.Contains(keyword))
                continue;
            foreach (var problem in CheckOne(keyword, rule!, value, schema, path))
                yield return problem;
        }
    }

    private static IEnumerable<string> CheckOne(string keyword, JsonNode rule, JsonNode? value, JsonObject schema, string path) => keyword switch
    {
        "type" => Say(IsType(value, rule.GetValue<string>()), path, $"no {rule}"),
        "const" => Say(JsonNode.DeepEquals(value, rule), path, $"not {rule}"),
        "enum" => Say(rule.AsArray().Any(r => JsonNode.DeepEquals(r, value)), path, "none of its values"),
        "pattern" => Say(Text(value) is not { } text || Regex.IsMatch(text, rule.GetValue<string>(), RegexOptions.NonBacktracking), path, $"not {rule}"),
        "minLength" => Say(Text(value) is not { } text || text.Length >= (int)rule, path, "too short"),
        "maxLength" => Say(Text(value) is not { } text || text.Length <= (int)rule, path, "too long"),
        "minimum" => Say(Number(value) is not { } number || number >= (decimal)rule, path, $"below {rule}"),
        "maximum" => Say(Number(value) is not { } number || number <= (decimal)rule, path, $"above {rule}"),
        "minItems" => Say(value is not JsonArray array || array.Count >= (int)rule, path, "too few"),
        "maxItems" => Say(value is not JsonArray array || array.Count <= (int)rule, path, "too many"),
        "maxProperties" => Say(value is not JsonObject map || map.Count <= (int)rule, path, "too many"),
        "required" => value is JsonObject map ? rule.AsArray().Where(r => !map.ContainsKey((string)r!)).Select(r => $"{path}: {r} is missing") : [],
        "properties" => value is JsonObject map
            ? map.Where(m => rule[m.Key] is not null).SelectMany(m => Check(m.Value, rule[m.Key]!.AsObject(), $"{path}.{m.Key}"))
            : [],
        "additionalProperties" => value is JsonObject map ? map.Where(m => schema["properties"]?[m.Key] is null).SelectMany(m => Additional(m.Value, rule, $"{path}.{m.Key}")) : [],
        "propertyNames" => value is JsonObject map ? map.SelectMany(m => Check(JsonValue.Create(m.Key), rule.AsObject(), $"{path}.{m.Key}")) : [],
        "items" => value is JsonArray array ? array.SelectMany((item, i) => Check(item, rule.AsObject(), $"{path}[{i}]")) : [],
        _ => throw new NotSupportedException(keyword),
    };

    private static IEnumerable<string> Additional(JsonNode? value, JsonNode rule, string path) =>
        rule is JsonObject schema ? Check(value, schema, path) : Say(rule.GetValue<bool>(), path, "not known");

    private static IEnumerable<string> Say(bool right, string path, string problem) => right ? [] : [$"{path}: {problem}"];

    private static bool IsType(JsonNode? value, string type) => type switch
    {
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => Text(value) is not null,
        "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        _ => Number(value) is { } number && decimal.IsInteger(number),
    };

    private static string? Text(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private static decimal? Number(JsonNode? value) => value?.GetValueKind() == JsonValueKind.Number ? decimal.Parse(value.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture) : null;
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Muster.Deploy.Tests;

/// <summary>The functions that the chart's templates may use; in Helm there are more.</summary>
internal static class Functions
{
    public static JsonNode? Call(string name, JsonNode?[] arguments) => (name, arguments) switch
    {
        ("not", [var value]) => !IsTrue(value),
        ("eq", [var one, var other]) => JsonNode.DeepEquals(one, other),
        ("default", [var otherwise, var value]) => IsTrue(value) ? value : otherwise,
        ("dict", []) => new JsonObject(),
        ("quote", [var value]) => JsonValue.Create(Text(value)).ToJsonString(),
        ("toJson", [var value]) => Sorted(value)?.ToJsonString() ?? "null",
        ("toYaml", [var value]) => YamlText.Of(value),
        ("nindent", [var width, var value]) => "\n" + Indented((int)width!, Text(value)),
        ("trunc", [var length, var value]) => Text(value) is var text && text.Length > (int)length! ? text[..(int)length!] : text,
        ("trimSuffix", [var suffix, var value]) => Text(value) is var text && text.EndsWith(Text(suffix), StringComparison.Ordinal) ? text[..^Text(suffix).Length] : text,
        ("contains", [var part, var value]) => Text(value).Contains(Text(part), StringComparison.Ordinal),
        ("sha256sum", [var value]) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text(value)))),
        ("printf", [var format, .. var values]) => Formatted(Text(format), values),
        ("fail", [var why]) => throw new TemplateException(Text(why)),
        _ => throw new TemplateException($"the function {name} with {arguments.Length} arguments is none that the chart's templates may use"),
    };

    public static bool IsTrue(JsonNode? value) => value switch
    {
        null => false,
        JsonObject map => map.Count > 0,
        JsonArray list => list.Count > 0,
        _ => value.GetValueKind() switch
        {
            System.Text.Json.JsonValueKind.True => true,
            System.Text.Json.JsonValueKind.String => value.GetValue<string>().Length > 0,
            System.Text.Json.JsonValueKind.Number => value.ToJsonString() != "0",
            _ => false,
        },
    };

    public static string Text(JsonNode? value) => value switch
    {
        null => "",
        _ when value.GetValueKind() == System.Text.Json.JsonValueKind.String => value.GetValue<string>(),
        JsonObject or JsonArray => throw new TemplateException($"{value.ToJsonString()} is no text: toYaml or toJson is missing"),
        _ => value.ToJsonString(),
    };

    private static string Indented(int width, string text) => new string(' ', width) + text.Replace("\n", "\n" + new string(' ', width), StringComparison.Ordinal);

    private static string Formatted(string format, JsonNode?[] values)
    {
        var parts = format.Split("%s");
        return parts.Length == values.Length + 1
            ? parts[0] + string.Concat(values.Select((v, i) => Text(v) + parts[i + 1]))
            : throw new TemplateException($"printf \"{format}\" has another number of values");
    }

    private static JsonNode? Sorted(JsonNode? value) => value switch
    {
        null => null,
        JsonObject map => new JsonObject(map.OrderBy(static m => m.Key, StringComparer.Ordinal).Select(static m => KeyValuePair.Create(m.Key, Sorted(m.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => value.DeepClone(),
    };
}

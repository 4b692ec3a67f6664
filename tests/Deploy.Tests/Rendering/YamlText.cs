using System.Text;
using System.Text.Json.Nodes;

namespace Muster.Deploy.Tests;

/// <summary>A value in YAML's block style, as <c>toYaml</c> writes it: what is indented wrongly then shows.</summary>
internal static class YamlText
{
    public static string Of(JsonNode? value) => Write(value, "");

    private static string Write(JsonNode? value, string indent)
    {
        var lines = value switch
        {
            null => ["null"],
            JsonObject { Count: > 0 } map => map.OrderBy(static m => m.Key, StringComparer.Ordinal).Select(m => $"\"{m.Key}\":{Below(m.Value, indent, onItsOwnLine: true)}"),
            JsonArray { Count: > 0 } list => list.Select(item => $"-{Below(item, indent, onItsOwnLine: false)}"),
            _ => [value.ToJsonString()],
        };
        return new StringBuilder().AppendJoin($"\n{indent}", lines).ToString();
    }

    private static string Below(JsonNode? value, string indent, bool onItsOwnLine)
    {
        var deeper = indent + "  ";
        return (value is JsonObject { Count: > 0 } or JsonArray { Count: > 0 } && onItsOwnLine ? $"\n{deeper}" : " ") + Write(value, deeper);
    }
}

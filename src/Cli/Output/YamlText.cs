using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Muster.Cli;

/// <summary>Writes JSON as the YAML that says the same to every reader: a text that could be taken for something else is quoted.</summary>
internal static class YamlText
{
    private static readonly JsonSerializerOptions Quoting = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(TextWriter writer, JsonNode? node) => WriteBlock(writer, node, 0, inList: false);

    private static void WriteBlock(TextWriter writer, JsonNode? node, int indent, bool inList)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } mapping:
                WriteMapping(writer, mapping, indent, inList);
                break;
            case JsonArray { Count: > 0 } list:
                foreach (var item in list)
                {
                    writer.Write(new string(' ', indent) + "- ");
                    WriteBlock(writer, item, indent + 2, inList: true);
                }
                break;
            default:
                writer.WriteLine(Scalar(node));
                break;
        }
    }

    private static void WriteMapping(TextWriter writer, JsonObject mapping, int indent, bool inList)
    {
        var first = inList; // the first key stands on the line of its dash
        foreach (var (key, value) in mapping)
        {
            writer.Write((first ? "" : new string(' ', indent)) + Text(key) + ":");
            first = false;
            if (value is JsonObject { Count: > 0 } or JsonArray { Count: > 0 })
            {
                writer.WriteLine();
                WriteBlock(writer, value, indent + 2, inList: false);
            }
            else
                writer.WriteLine(" " + Scalar(value));
        }
    }

    private static string Scalar(JsonNode? node) => node switch
    {
        null => "null",
        JsonObject => "{}",
        JsonArray => "[]",
        JsonValue value when value.GetValueKind() == JsonValueKind.String => Text(value.GetValue<string>()),
        _ => node.ToJsonString(),
    };

    private static string Text(string text) => IsPlain(text) ? text : JsonSerializer.Serialize(text, Quoting);

    // Letters first, so that no reader sees a number, a sign or a date; and none of the words that some take for others.
    private static bool IsPlain(string text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0])
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/')
        && text.ToUpperInvariant() is not ("TRUE" or "FALSE" or "YES" or "NO" or "ON" or "OFF" or "Y" or "N" or "NULL");
}

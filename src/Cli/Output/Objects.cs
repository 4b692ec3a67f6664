using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Muster.Cli;

/// <summary>Shows objects as JSON or YAML, as the API has them.</summary>
internal static class Objects
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One object, or several: JSON has them under <c>items</c>, YAML as documents, which can be submitted again.</summary>
    public static void Write<T>(TextWriter writer, IReadOnlyList<T> values, bool single, JsonTypeInfo<T> type, bool yaml)
    {
        var nodes = values.Select(v => JsonSerializer.SerializeToNode(v, type)).ToArray();
        if (yaml)
            WriteYaml(writer, nodes);
        else
            writer.WriteLine((single ? nodes[0]! : new JsonObject { ["items"] = new JsonArray(nodes) }).ToJsonString(Indented));
    }

    private static void WriteYaml(TextWriter writer, JsonNode?[] nodes)
    {
        for (var i = 0; i < nodes.Length; i++)
        {
            if (i > 0)
                writer.WriteLine("---");
            YamlText.Write(writer, nodes[i]);
        }
    }
}

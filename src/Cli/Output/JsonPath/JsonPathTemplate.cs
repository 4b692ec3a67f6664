using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Muster.Cli;

/// <summary>A template, filled in from a document.</summary>
internal sealed class JsonPathTemplate
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly IReadOnlyList<TemplatePart> _parts;

    private JsonPathTemplate(IReadOnlyList<TemplatePart> parts) => _parts = parts;

    /// <exception cref="JsonPathException">The template is not understood.</exception>
    public static JsonPathTemplate Parse(string text) => new(JsonPathReader.Read(text));

    /// <exception cref="JsonPathException">It finds too much.</exception>
    public string Fill(JsonNode? document)
    {
        var text = new StringBuilder();
        var search = new JsonPathSearch(document);
        Fill(text, search, _parts, document);
        return text.ToString();
    }

    /// <summary>A value as it is written: texts without quotes, lists and objects as JSON.</summary>
    public static string Text(JsonNode? node) => node switch
    {
        null => "",
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        JsonValue value when value.TryGetValue<decimal>(out var number) => number.ToString(CultureInfo.InvariantCulture),
        _ => node.ToJsonString(Compact),
    };

    private static void Fill(StringBuilder text, JsonPathSearch search, IReadOnlyList<TemplatePart> parts, JsonNode? current)
    {
        foreach (var part in parts)
            switch (part)
            {
                case TextPart literal:
                    text.Append(literal.Text);
                    break;
                case PathPart path:
                    text.AppendJoin(' ', search.Find(path.Path, current).Select(Text));
                    break;
                case RangePart range:
                    foreach (var item in search.Find(range.Path, current))
                        Fill(text, search, range.Body, item);
                    break;
            }
    }
}

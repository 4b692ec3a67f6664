using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary>Shows objects as JSON or YAML, as the API has them.</summary>
internal static class Objects
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The tree of an object. A job's has nothing in it that says nothing, so that it reads as somebody would have written it.</summary>
    public static JsonNode Tree<T>(T value, JsonTypeInfo<T> type)
    {
        var tree = JsonSerializer.SerializeToNode(value, type)!;
        if (value is Job)
            Prune((JsonObject)tree);
        return tree;
    }

    /// <summary>One object, or several: JSON has them under <c>items</c>, YAML as documents, which can be submitted again.</summary>
    public static void Write(CleanWriter writer, JsonNode[] trees, bool single, OutputChoice choice)
    {
        if (choice.Format == OutputFormat.Yaml)
            WriteYaml(writer, trees);
        else
        {
            var whole = single ? trees[0] : new JsonObject { ["items"] = new JsonArray(trees) };
            var text = choice.Template is { } template ? template.Fill(whole) : whole.ToJsonString(Indented);
            writer.Write(text.EndsWith('\n') ? text : text + "\n");
        }
        writer.Flush();
    }

    private static void WriteYaml(CleanWriter writer, JsonNode[] trees)
    {
        for (var i = 0; i < trees.Length; i++)
        {
            if (i > 0)
                writer.WriteLine("---");
            YamlText.Write(writer, trees[i]);
        }
    }

    // A pod's template is its owner's, to the letter: an empty emptyDir says something.
    private static void Prune(JsonObject tree)
    {
        foreach (var (name, value) in tree.ToList())
        {
            if (name == "template")
                continue;
            if (value is JsonObject inner)
                Prune(inner);
            else if (value is JsonArray list)
                foreach (var item in list.OfType<JsonObject>())
                    Prune(item);
            if (value is null or JsonObject { Count: 0 } or JsonArray { Count: 0 } || (value.GetValueKind() == JsonValueKind.String && value.GetValue<string>().Length == 0))
                tree.Remove(name);
        }
    }
}

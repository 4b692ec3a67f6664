using System.Text.Json.Nodes;

namespace Muster.Deploy.Tests;

/// <summary>The chart, rendered without Helm.</summary>
internal static class Chart
{
    public static readonly string Folder = Repository.File("deploy", "helm", "muster");

    /// <summary>Values files of the chart: none, and each of its examples.</summary>
    public static IEnumerable<string> ValuesFiles => Directory.EnumerateFiles(Path.Combine(Folder, "examples"), "*.yaml").Select(static f => Path.GetFileName(f)!).Order(StringComparer.Ordinal).Prepend("");

    public static JsonObject Read(string file) => Yaml.Map(File.ReadAllText(Path.Combine(Folder, file)));

    /// <summary>The defaults with a file of the examples, or none (""), laid over them.</summary>
    public static JsonObject Values(string file) => Merge(Read("values.yaml"), file.Length == 0 ? [] : Read(Path.Combine("examples", file)));

    /// <summary>Objects that a release named muster in muster-system has with these values.</summary>
    public static List<Manifest> Objects(JsonObject values) =>
        [.. Render(values).Where(static f => f.Key.EndsWith(".yaml", StringComparison.Ordinal)).SelectMany(static f => Manifest.Read(f.Value))];

    /// <summary>Text by the template's file.</summary>
    public static Dictionary<string, string> Render(JsonObject values)
    {
        var defined = new Dictionary<string, List<Block>>(StringComparer.Ordinal);
        var files = Directory.EnumerateFiles(Path.Combine(Folder, "templates")).ToDictionary(static f => Path.GetFileName(f)!, f => TemplateReader.Read(File.ReadAllText(f), defined));
        var chart = Read("Chart.yaml");
        var renderer = new Renderer(
            new()
            {
                ["Values"] = values.DeepClone(),
                ["Chart"] = new JsonObject { ["Name"] = (string?)chart["name"], ["Version"] = (string?)chart["version"], ["AppVersion"] = (string?)chart["appVersion"] },
                ["Release"] = new JsonObject { ["Name"] = "muster", ["Namespace"] = "muster-system", ["Service"] = "Helm" },
            },
            defined);
        return files.Where(static f => f.Key[0] != '_').ToDictionary(static f => f.Key, f => renderer.Render(f.Value));
    }

    public static JsonObject Merge(JsonObject values, JsonObject over)
    {
        foreach (var (key, value) in over)
            values[key] = values[key] is JsonObject one && value is JsonObject other ? Merge(one.DeepClone().AsObject(), other) : value?.DeepClone();
        return values;
    }
}

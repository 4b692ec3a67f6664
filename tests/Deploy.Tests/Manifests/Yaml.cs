using System.Text.Json.Nodes;
using Client.Tests;

namespace Muster.Deploy.Tests;

/// <summary>YAML, with numbers that are as good as JSON's.</summary>
internal static class Yaml
{
    public static List<JsonNode?> Documents(string text) => [.. YamlJson.Documents(text).Select(static d => JsonNode.Parse(d?.ToJsonString() ?? "null"))];

    /// <summary>The only document, which is a map.</summary>
    public static JsonObject Map(string text) => Documents(text).Single()!.AsObject();
}

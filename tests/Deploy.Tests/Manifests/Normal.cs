using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Muster.Deploy.Tests;

/// <summary>An object without what Helm and kustomize each add for themselves, and with lists in one order.</summary>
internal static partial class Normal
{
    private static readonly string[] OfHelm = ["helm.sh/chart", "helm.sh/resource-policy", "app.kubernetes.io/managed-by", "app.kubernetes.io/version", "checksum/config"];

    public static string Text(Manifest manifest) => Of(manifest.Content)!.ToJsonString(new() { WriteIndented = true });

    private static JsonNode? Of(JsonNode? node) => node switch
    {
        null => null,
        JsonObject map => new JsonObject(map.Select(static m => KeyValuePair.Create(m.Key, m.Key == "appsettings.json" ? Of(JsonNode.Parse((string)m.Value!)) : Of(m.Value)))
            .Where(static m => !OfHelm.Contains(m.Key) && m is not { Key: "annotations", Value: JsonObject { Count: 0 } }).OrderBy(static m => m.Key, StringComparer.Ordinal)),
        JsonArray list => new JsonArray([.. list.Select(Of).OrderBy(static i => i?.ToJsonString(), StringComparer.Ordinal)]),
        JsonValue value when value.TryGetValue<string>(out var text) => GeneratedName().Replace(text, "muster-config"),
        _ => node.DeepClone(),
    };

    // Kustomize puts a hash behind the names of what it generates.
    [GeneratedRegex("^muster-config-[a-z0-9]{10}$")]
    private static partial Regex GeneratedName();
}

using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Muster.ControlPlane;

/// <summary>Applies deploy/member-cluster/rbac.yaml, word for word; what it says of the namespace <c>default</c> also to every other tenant.</summary>
internal static class Permissions
{
    private const string DefaultNamespace = "default";

    private static readonly Dictionary<string, string> Plurals = new()
    {
        ["Namespace"] = "namespaces",
        ["ServiceAccount"] = "serviceaccounts",
        ["ClusterRole"] = "clusterroles",
        ["ClusterRoleBinding"] = "clusterrolebindings",
        ["Role"] = "roles",
        ["RoleBinding"] = "rolebindings",
    };

    public static async Task ApplyAsync(HttpClient client, IReadOnlyCollection<string> tenants, CancellationToken cancellationToken)
    {
        foreach (var manifest in Read())
        {
            await ApplyAsync(client, manifest, cancellationToken);
            if ((string?)manifest["metadata"]!["namespace"] != DefaultNamespace)
                continue;
            foreach (var tenant in tenants.Where(t => t != DefaultNamespace))
            {
                var copy = manifest.DeepClone();
                copy["metadata"]!["namespace"] = tenant;
                await ApplyAsync(client, copy, cancellationToken);
            }
        }
    }

    private static async Task ApplyAsync(HttpClient client, JsonNode manifest, CancellationToken cancellationToken)
    {
        // The type of an apply patch is YAML; JSON is YAML.
        var type = new MediaTypeHeaderValue("application/apply-patch+yaml");
        using var content = new StringContent(manifest.ToJsonString(), Encoding.UTF8, type);
        using var response = await client.PatchAsync(PathOf(manifest) + "?fieldManager=setup&force=true", content, cancellationToken);
        await Reply.EnsureAsync(response, cancellationToken);
    }

    private static string PathOf(JsonNode manifest)
    {
        var (version, kind) = ((string)manifest["apiVersion"]!, (string)manifest["kind"]!);
        if (!Plurals.TryGetValue(kind, out var plural))
            throw new InvalidDataException($"deploy/member-cluster/rbac.yaml: kind {kind} is none that is applied here; use one of {string.Join(", ", Plurals.Keys)}");
        var root = version.Contains('/', StringComparison.Ordinal) ? $"apis/{version}" : $"api/{version}";
        var scope = (string?)manifest["metadata"]!["namespace"] is { } space ? $"/namespaces/{space}" : "";
        return $"{root}{scope}/{plural}/{(string)manifest["metadata"]!["name"]!}";
    }

    private static List<JsonNode> Read()
    {
        using var resource = typeof(Permissions).Assembly.GetManifestResourceStream("rbac.yaml")!;
        using var reader = new StreamReader(resource);
        var yaml = new YamlStream();
        yaml.Load(reader);
        return [.. yaml.Documents.Select(d => Convert(d.RootNode)!).Where(n => n is JsonObject)];
    }

    private static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Select(p => KeyValuePair.Create(((YamlScalarNode)p.Key).Value!, Convert(p.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Select(Convert)]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" or "false" } flag => JsonValue.Create(flag.Value == "true"),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "" or "null" or "~" } => null,
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => null,
    };
}

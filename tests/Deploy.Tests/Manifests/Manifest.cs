using System.Text.Json.Nodes;

namespace Muster.Deploy.Tests;

/// <summary>An object as it would be given to an API server.</summary>
internal sealed record Manifest(JsonObject Content)
{
    public string Kind => (string)Content["kind"]!;

    public string Name => (string)Content["metadata"]!["name"]!;

    public string ApiVersion => (string)Content["apiVersion"]!;

    /// <summary>The spec of the pods that it makes, if it does.</summary>
    public JsonObject? Pod => Content["spec"]?["template"]?["spec"]?.AsObject();

    public static IEnumerable<Manifest> Read(string text) => Yaml.Documents(text).OfType<JsonObject>().Select(static o => new Manifest(o));

    public override string ToString() => $"{Kind}/{Name}";
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace Muster.Kubernetes;

/// <summary>How the gateway reads the server's objects.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 256)]
[JsonSerializable(typeof(ObservedNode))]
[JsonSerializable(typeof(ObservedPod))]
[JsonSerializable(typeof(PlainObject))]
[JsonSerializable(typeof(PlainPage))]
[JsonSerializable(typeof(PodPage))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class GatewayJson : JsonSerializerContext;

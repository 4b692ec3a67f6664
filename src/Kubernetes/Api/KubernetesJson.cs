using System.Text.Json.Serialization;

namespace Muster.Kubernetes;

/// <summary>How the API server's own objects are read and written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ApiStatus))]
[JsonSerializable(typeof(AccessReview))]
internal sealed partial class KubernetesJson : JsonSerializerContext;

using System.Text.Json.Serialization;

namespace Muster.Contracts;

/// <summary>A Kubernetes <c>v1.PodTemplateSpec</c>, verbatim, as JSON text. Muster reads what it needs and passes the rest on.</summary>
[GenerateSerializer, Immutable, Alias("muster.pod-template")]
[JsonConverter(typeof(PodTemplateJsonConverter))]
public readonly record struct PodTemplate([property: Id(0)] string Json)
{
    /// <summary>Longest template, in characters of JSON.</summary>
    public const int MaxLength = 64 * 1024;
}

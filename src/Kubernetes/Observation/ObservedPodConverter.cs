using System.Text.Json;
using System.Text.Json.Serialization;

namespace Muster.Kubernetes;

/// <summary>Reads a <c>v1.Pod</c> and keeps little of it, so that a cluster's thousands of foreign pods cost little memory.</summary>
internal sealed class ObservedPodConverter : JsonConverter<ObservedPod>
{
    public override ObservedPod Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return ObjectFields.Guard(document.RootElement, PodReader.Read);
    }

    public override void Write(Utf8JsonWriter writer, ObservedPod value, JsonSerializerOptions options) => throw new NotSupportedException();
}

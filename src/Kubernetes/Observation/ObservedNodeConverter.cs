using System.Text.Json;
using System.Text.Json.Serialization;

namespace Muster.Kubernetes;

/// <summary>Reads a <c>v1.Node</c>.</summary>
internal sealed class ObservedNodeConverter : JsonConverter<ObservedNode>
{
    public override ObservedNode Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return ObjectFields.Guard(document.RootElement, NodeReader.Read);
    }

    public override void Write(Utf8JsonWriter writer, ObservedNode value, JsonSerializerOptions options) => throw new NotSupportedException();
}

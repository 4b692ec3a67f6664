using System.Text.Json;
using System.Text.Json.Serialization;

namespace Muster.Contracts;

/// <summary>Keeps a pod template as the JSON it came as.</summary>
internal sealed class PodTemplateJsonConverter : JsonConverter<PodTemplate>
{
    public override PodTemplate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("A pod template is an object.");
        using var document = JsonDocument.ParseValue(ref reader);
        var json = document.RootElement.GetRawText();
        return json.Length <= PodTemplate.MaxLength
            ? new PodTemplate(json)
            : throw new JsonException($"A pod template has at most {PodTemplate.MaxLength} characters.");
    }

    public override void Write(Utf8JsonWriter writer, PodTemplate value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Json ?? "{}", skipInputValidation: true);
}

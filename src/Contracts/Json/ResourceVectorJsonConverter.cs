using System.Text.Json;
using System.Text.Json.Serialization;

namespace Muster.Contracts;

/// <summary>Writes resources as people know them: <c>{"cpu": "8", "memory": "64Gi"}</c>. Numbers are read as well.</summary>
internal sealed class ResourceVectorJsonConverter : JsonConverter<ResourceVector>
{
    public override ResourceVector Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("Resources are an object of names and quantities.");
        var amounts = new List<ResourceAmount>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            var text = reader.TokenType switch
            {
                JsonTokenType.String => reader.GetString(),
                JsonTokenType.Number => System.Text.Encoding.UTF8.GetString(reader.ValueSpan),
                _ => null,
            };
            if (!Quantity.TryParse(name, text, out var amount, out var error))
                throw new JsonException($"'{Names.Clip(text)}' is no quantity of {Names.Clip(name)}: {error}.");
            amounts.Add(new ResourceAmount(name, amount));
        }
        return ResourceVector.Of(amounts);
    }

    public override void Write(Utf8JsonWriter writer, ResourceVector value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (name, amount) in value.Entries)
            writer.WriteString(name, Quantity.Format(name, amount));
        writer.WriteEndObject();
    }
}

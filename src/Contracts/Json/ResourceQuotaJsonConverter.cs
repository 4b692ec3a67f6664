using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Muster.Contracts;

/// <summary>Writes a quota's amounts as manifests and configuration do: <c>{"resource":"memory","nominal":"64Gi"}</c>.</summary>
internal sealed class ResourceQuotaJsonConverter : JsonConverter<ResourceQuota>
{
    public override ResourceQuota Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("A quota is an object of a resource and its amounts.");
        // The resource says what the amounts mean, and may come after them.
        var texts = new Dictionary<string, string?>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            var known = name is "resource" or "nominal" or "borrowingLimit" or "lendingLimit";
            if (!known && options.UnmappedMemberHandling == JsonUnmappedMemberHandling.Disallow)
                throw new JsonException($"A quota has no field '{Names.Clip(name)}'.");
            if (!known)
                reader.Skip();
            else if (!texts.TryAdd(name, Text(ref reader)))
                throw new JsonException($"A quota has the field '{name}' once.");
        }
        var resource = texts.GetValueOrDefault("resource") ?? "";
        return new ResourceQuota
        {
            Resource = resource,
            Nominal = Amount(resource, texts.GetValueOrDefault("nominal")) ?? 0,
            BorrowingLimit = Amount(resource, texts.GetValueOrDefault("borrowingLimit")),
            LendingLimit = Amount(resource, texts.GetValueOrDefault("lendingLimit")),
        };
    }

    public override void Write(Utf8JsonWriter writer, ResourceQuota value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("resource", value.Resource);
        Write(writer, "nominal", value.Resource, value.Nominal);
        Write(writer, "borrowingLimit", value.Resource, value.BorrowingLimit);
        Write(writer, "lendingLimit", value.Resource, value.LendingLimit);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, string resource, long? amount)
    {
        if (amount is { } some)
            writer.WriteString(name, Quantity.Format(resource, some));
    }

    private static string? Text(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
        JsonTokenType.Null => null,
        _ => throw new JsonException("An amount is a quantity, for example \"64Gi\"."),
    };

    private static long? Amount(string resource, string? text)
    {
        if (text is null)
            return null;
        return Quantity.TryParse(resource, text, out var amount, out var error)
            ? amount
            : throw new JsonException($"'{Names.Clip(text)}' is no quantity of {Names.Clip(resource)}: {error}.");
    }
}

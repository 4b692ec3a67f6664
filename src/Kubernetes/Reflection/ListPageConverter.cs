using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Muster.Kubernetes;

/// <summary>Reads a page object by object, so that one that cannot be read does not cost the others.</summary>
internal sealed class ListPageConverter<T>(ReflectorSource<T> source, int maxObjectBytes) : JsonConverter<ListPage<T>>
    where T : class
{
    public static JsonTypeInfo<ListPage<T>> TypeInfo(ReflectorSource<T> source, int maxObjectBytes)
    {
        // A converter of its own needs no contract for what it returns.
        var options = new JsonSerializerOptions { MaxDepth = ObjectReader.MaxDepth, TypeInfoResolver = JsonTypeInfoResolver.Combine() };
        return JsonMetadataServices.CreateValueInfo<ListPage<T>>(options, new ListPageConverter<T>(source, maxObjectBytes));
    }

    public override ListPage<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("The answer is no list.");
        var page = new ListPage<T>();
        var hasItems = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isMetadata = reader.ValueTextEquals("metadata"u8);
            var isItems = reader.ValueTextEquals("items"u8);
            reader.Read();
            if (isMetadata && reader.TokenType == JsonTokenType.StartObject)
                ReadMetadata(ref reader, page);
            else if (isItems)
            {
                hasItems = true;
                ReadItems(ref reader, page);
            }
            else
                reader.Skip();
        }
        // Anything else that came with 200 must not be taken for a list that is empty.
        return hasItems && page.Revision.Length > 0 ? page : throw new JsonException("The answer is no list with a resourceVersion.");
    }

    public override void Write(Utf8JsonWriter writer, ListPage<T> value, JsonSerializerOptions options) => throw new NotSupportedException();

    private static void ReadMetadata(ref Utf8JsonReader reader, ListPage<T> page)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isRevision = reader.ValueTextEquals("resourceVersion"u8);
            var isContinue = reader.ValueTextEquals("continue"u8);
            reader.Read();
            if (isRevision && reader.TokenType == JsonTokenType.String)
                page.Revision = reader.GetString()!;
            else if (isContinue && reader.TokenType == JsonTokenType.String)
                page.Continue = reader.GetString()!;
            else
                reader.Skip();
        }
    }

    private void ReadItems(ref Utf8JsonReader reader, ListPage<T> page)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return;
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("The answer's items are no array.");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var begin = reader.BytesConsumed;
            var readable = ObjectReader.TryRead(ref reader, source, out var item, out var identity);
            var oversized = reader.BytesConsumed - begin > maxObjectBytes;
            if (readable && !oversized)
                page.Items.Add(item!);
            else
            {
                page.Unreadable.Add(identity);
                page.Oversized += oversized ? 1 : 0;
            }
        }
    }
}

using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Muster.Contracts;

/// <summary>Reads the jobs of a batch, and no more than a batch may have: the rest is not even looked at.</summary>
internal sealed class JobBatchItemsJsonConverter : JsonConverter<ImmutableArray<JobBatchItem>>
{
    public override ImmutableArray<JobBatchItem> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("The items of a batch are a list.");
        var type = (JsonTypeInfo<JobBatchItem>)options.GetTypeInfo(typeof(JobBatchItem));
        var items = ImmutableArray.CreateBuilder<JobBatchItem>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (items.Count == JobBatch.MaxItems)
                throw new JsonException($"A batch has at most {JobBatch.MaxItems} items.");
            items.Add(Item(ref reader, type, items.Count));
        }
        return items.DrainToImmutable();
    }

    public override void Write(Utf8JsonWriter writer, ImmutableArray<JobBatchItem> value, JsonSerializerOptions options)
    {
        var type = (JsonTypeInfo<JobBatchItem>)options.GetTypeInfo(typeof(JobBatchItem));
        writer.WriteStartArray();
        foreach (var item in value)
            JsonSerializer.Serialize(writer, item, type);
        writer.WriteEndArray();
    }

    // The reader of an item knows its path from the item on only.
    private static JobBatchItem Item(ref Utf8JsonReader reader, JsonTypeInfo<JobBatchItem> type, int index)
    {
        var path = $"$.items[{index}]";
        try
        {
            return JsonSerializer.Deserialize(ref reader, type) ?? throw new JsonException("An item of a batch is an object.", path, null, null);
        }
        catch (JsonException fault) when (fault.Path?.StartsWith("$.items[", StringComparison.Ordinal) != true)
        {
            throw new JsonException(fault.Message, path + fault.Path?[1..], fault.LineNumber, fault.BytePositionInLine, fault);
        }
    }
}

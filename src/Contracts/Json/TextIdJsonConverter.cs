using System.Text.Json;
using System.Text.Json.Serialization;

namespace Muster.Contracts;

/// <summary>Writes an id as its text.</summary>
internal abstract class TextIdJsonConverter<T>(Func<string, T> parse) : JsonConverter<T>
    where T : struct
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            ? parse(reader.GetString()!)
            : throw new JsonException($"{typeof(T).Name} is written as text.");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}

/// <summary>A job id as <c>namespace/name</c>.</summary>
internal sealed class JobIdJsonConverter() : TextIdJsonConverter<JobId>(JobId.Parse);

/// <summary>A cluster's name.</summary>
internal sealed class ClusterNameJsonConverter() : TextIdJsonConverter<ClusterName>(static text => new ClusterName(text));

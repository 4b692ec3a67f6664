using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Muster.Client;

/// <summary>Writes a tree as the JSON that says the same: order, nulls and the digits of numbers stay.</summary>
internal static class VerbatimJson
{
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(ManifestNode node)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
            Write(node, writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(ManifestNode node, Utf8JsonWriter writer)
    {
        switch (node)
        {
            case MappingNode mapping:
                writer.WriteStartObject();
                foreach (var (key, entry) in mapping.Entries)
                {
                    writer.WritePropertyName(key);
                    Write(entry.Value, writer);
                }
                writer.WriteEndObject();
                break;
            case SequenceNode sequence:
                writer.WriteStartArray();
                foreach (var item in sequence.Items)
                    Write(item, writer);
                writer.WriteEndArray();
                break;
            case ScalarNode { Kind: ScalarKind.Text } text:
                writer.WriteStringValue(text.Text);
                break;
            case ScalarNode { Kind: ScalarKind.Null }:
                writer.WriteNullValue();
                break;
            case ScalarNode scalar:
                writer.WriteRawValue(scalar.Text, skipInputValidation: true);
                break;
        }
    }
}

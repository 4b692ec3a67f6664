using System.Text.Json;

namespace Muster.Kubernetes;

/// <summary>Finds out whose an object is that cannot be read as what it should be, so that it is not taken to be gone.</summary>
internal static class LooseIdentity
{
    /// <summary>Nothing was found.</summary>
    public static readonly ObjectIdentity Nobody = new("", "", "", "");

    /// <summary>Reads what there is of <c>metadata</c>; what is missing or of another kind is empty. The reader stands at the object's beginning.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static ObjectIdentity Read(Utf8JsonReader reader)
    {
        var found = Nobody;
        if (reader.TokenType != JsonTokenType.StartObject)
            return found;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isMetadata = reader.ValueTextEquals("metadata"u8);
            reader.Read();
            if (isMetadata && reader.TokenType == JsonTokenType.StartObject)
                return Metadata(ref reader, found);
            reader.Skip();
        }
        return found;
    }

    private static ObjectIdentity Metadata(ref Utf8JsonReader reader, ObjectIdentity found)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = reader.ValueTextEquals("namespace"u8) ? 1 : reader.ValueTextEquals("name"u8) ? 2
                : reader.ValueTextEquals("uid"u8) ? 3 : reader.ValueTextEquals("resourceVersion"u8) ? 4 : 0;
            reader.Read();
            if (member == 0 || reader.TokenType != JsonTokenType.String)
            {
                reader.Skip();
                continue;
            }
            var text = Text(ref reader);
            found = member switch
            {
                1 => found with { Namespace = text },
                2 => found with { Name = text },
                3 => found with { Uid = text },
                _ => found with { Revision = text },
            };
        }
        return found;
    }

    private static string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            // Not UTF-8, or half of a surrogate pair.
            return "";
        }
    }
}

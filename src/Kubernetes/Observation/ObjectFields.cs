using System.Globalization;
using System.Text.Json;

namespace Muster.Kubernetes;

/// <summary>Reads members of a server's objects. What is absent or of another kind counts as empty, as a later API version may have it.</summary>
internal static class ObjectFields
{
    /// <summary>Reads an object; anything that is none, or holds text that is no Unicode, is malformed.</summary>
    /// <exception cref="JsonException">It is malformed.</exception>
    public static T Guard<T>(JsonElement value, Func<JsonElement, T> read)
    {
        try
        {
            return value.ValueKind == JsonValueKind.Object ? read(value) : throw new JsonException("it is no object");
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException)
        {
            // How JsonElement speaks of half a surrogate pair.
            throw new JsonException("it contains text that is no Unicode", error);
        }
    }

    /// <summary>A member; of no kind when it is absent.</summary>
    public static JsonElement Member(this JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) ? member : default;

    /// <summary>A member that is a text; empty when it is none.</summary>
    public static string Text(this JsonElement value, string name) =>
        value.Member(name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";

    /// <summary>The items of a member that is a list.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement value, string name) =>
        value.Member(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : Enumerable.Empty<JsonElement>();

    /// <summary>The members of a member that is an object.</summary>
    public static IEnumerable<JsonProperty> Entries(this JsonElement value, string name) =>
        value.Member(name) is { ValueKind: JsonValueKind.Object } map ? map.EnumerateObject() : Enumerable.Empty<JsonProperty>();

    /// <summary>A member that is true.</summary>
    public static bool IsTrue(this JsonElement value, string name) => value.Member(name).ValueKind == JsonValueKind.True;

    /// <summary>A member that is a whole number; null when it is none.</summary>
    public static long? Number(this JsonElement value, string name) =>
        value.Member(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var whole) ? whole : null;

    /// <summary>A member that is a moment; null when it is none.</summary>
    public static DateTimeOffset? Moment(this JsonElement value, string name) =>
        DateTimeOffset.TryParse(value.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : null;

    /// <summary>What tells the object from others.</summary>
    /// <exception cref="JsonException">It has no uid or no name.</exception>
    public static ObjectIdentity Identity(this JsonElement value)
    {
        var metadata = value.Member("metadata");
        var identity = new ObjectIdentity(metadata.Text("namespace"), metadata.Text("name"), metadata.Text("uid"), metadata.Text("resourceVersion"));
        return identity.Uid.Length > 0 && identity.Name.Length > 0 ? identity : throw new JsonException("it has no uid or no name");
    }
}

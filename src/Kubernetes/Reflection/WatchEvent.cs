using System.Buffers;
using System.Text.Json;

namespace Muster.Kubernetes;

/// <summary>A line of a watch.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="Item">The object; null where it cannot be read, and with bookmarks and errors.</param>
/// <param name="Identity">Whose it is, as far as that can be found; of a bookmark, only the revision.</param>
/// <param name="Refusal">What an error says.</param>
internal readonly record struct WatchEvent<T>(WatchEventKind Kind, T? Item, ObjectIdentity Identity, WatchRefusal Refusal)
    where T : class
{
    private static WatchEvent<T> Nothing => new(WatchEventKind.Unreadable, null, LooseIdentity.Nobody, default);

    /// <summary>Reads a line. Whatever the line holds, this does not throw.</summary>
    public static WatchEvent<T> Read(in ReadOnlySequence<byte> line, ReflectorSource<T> source)
    {
        var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = ObjectReader.MaxDepth });
        try
        {
            return Read(ref reader, source);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return Nothing;
        }
    }

    private static WatchEvent<T> Read(ref Utf8JsonReader reader, ReflectorSource<T> source)
    {
        var kind = WatchEventKind.Unreadable;
        Utf8JsonReader content = default;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return Nothing;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            var isObject = reader.ValueTextEquals("object"u8);
            reader.Read();
            if (isType && reader.TokenType == JsonTokenType.String)
                kind = KindOf(ref reader);
            else if (isObject)
            {
                // Servers send the type first; then nothing is read twice.
                if (kind != WatchEventKind.Unreadable)
                    return Content(kind, ref reader, source);
                content = reader;
                reader.Skip();
            }
            else
                reader.Skip();
        }
        return kind == WatchEventKind.Unreadable || content.TokenType == JsonTokenType.None ? Nothing : Content(kind, ref content, source);
    }

    private static WatchEvent<T> Content(WatchEventKind kind, ref Utf8JsonReader reader, ReflectorSource<T> source)
    {
        if (kind == WatchEventKind.Error)
            return new(kind, null, LooseIdentity.Nobody, WatchRefusal.Read(ref reader));
        if (kind == WatchEventKind.Bookmark)
            return new(kind, null, LooseIdentity.Read(reader), default);
        ObjectReader.TryRead(ref reader, source, out var item, out var identity);
        return new(kind, item, identity, default);
    }

    private static WatchEventKind KindOf(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("MODIFIED"u8) ? WatchEventKind.Modified
        : reader.ValueTextEquals("ADDED"u8) ? WatchEventKind.Added
        : reader.ValueTextEquals("DELETED"u8) ? WatchEventKind.Deleted
        : reader.ValueTextEquals("BOOKMARK"u8) ? WatchEventKind.Bookmark
        : reader.ValueTextEquals("ERROR"u8) ? WatchEventKind.Error
        : WatchEventKind.Unreadable;
}

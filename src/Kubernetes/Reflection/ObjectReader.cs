using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Muster.Kubernetes;

/// <summary>Reads one object, from a list or from an event, and takes nothing that comes for granted.</summary>
internal static class ObjectReader
{
    /// <summary>Deep enough for anything that a schema of Kubernetes allows; reading is not recursive below what is kept.</summary>
    public const int MaxDepth = 256;

    /// <summary>Reads the object at which the reader stands and leaves the reader at its end.</summary>
    /// <returns>False when it is not what it should be; the identity is then what could be found of it.</returns>
    /// <exception cref="JsonException">It is not JSON, so its end cannot be found either.</exception>
    public static bool TryRead<T>(
        ref Utf8JsonReader reader, ReflectorSource<T> source, [NotNullWhen(true)] out T? item, out ObjectIdentity identity)
        where T : class
    {
        var whole = reader;
        item = Deserialize(ref reader, source, out identity);
        if (item is not null && identity is { Namespace: not null, Name.Length: > 0, Uid.Length: > 0, Revision.Length: > 0 })
            return true;
        item = null;
        identity = LooseIdentity.Read(whole);
        reader = whole;
        reader.Skip();
        return false;
    }

    [SuppressMessage("Design", "CA1031", Justification = "What a reader or the members it calls may throw at hostile input has no end; the object is passed over.")]
    private static T? Deserialize<T>(ref Utf8JsonReader reader, ReflectorSource<T> source, out ObjectIdentity identity)
        where T : class
    {
        identity = default;
        try
        {
            var item = JsonSerializer.Deserialize(ref reader, source.Type);
            if (item is not null)
                identity = source.Identity(item);
            return item;
        }
        catch (Exception)
        {
            return null;
        }
    }
}

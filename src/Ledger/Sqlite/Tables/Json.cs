using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>A value and its JSON, each made from the other only when it is asked for.</summary>
internal sealed class Json<T>
    where T : notnull
{
    private readonly JsonTypeInfo<T> _type;
    private Box? _value;

    /// <summary>Encodes at once: the value comes from a caller, and so does the time to encode it.</summary>
    public Json(T value, JsonTypeInfo<T> type) =>
        (_type, _value, Utf8) = (type, new Box(value), JsonSerializer.SerializeToUtf8Bytes(value, type));

    /// <summary>Decodes when the value is asked for.</summary>
    public Json(byte[] utf8, JsonTypeInfo<T> type) => (_type, Utf8) = (type, utf8);

    public byte[] Utf8 { get; }

    /// <exception cref="LedgerCorruptException">The text is not what was once written.</exception>
    public T Value => (_value ??= new Box(Decode(Utf8, _type))).Content;

    /// <summary>The known one, which may be decoded already, if its text is the same; else the fresh one.</summary>
    public static Json<T>? Same(Json<T>? known, Json<T>? fresh) =>
        known is not null && fresh is { _value: null } && fresh.Utf8.AsSpan().SequenceEqual(known.Utf8) ? known : fresh;

    /// <exception cref="LedgerCorruptException">The text is not what was once written.</exception>
    public static T Decode(ReadOnlySpan<byte> utf8, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(utf8, type) ?? throw new JsonException("It is null.");
        }
        catch (JsonException fault)
        {
            throw new LedgerCorruptException(
                $"A {typeof(T).Name} in the ledger cannot be read: {fault.Message} Restore the file from a backup.", fault);
        }
    }

    // One reference, so that threads that decode at the same time see a whole value (an ImmutableArray is a struct).
    private sealed record Box(T Content);
}

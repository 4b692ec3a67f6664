using System.Globalization;
using StackExchange.Redis;

namespace Muster.Ledger;

/// <summary>What a script has answered, without what the guard goes by; or a list within that.</summary>
internal readonly struct Reply(RedisResult[] parts, int first)
{
    public int Length => parts.Length - first;

    public bool IsNull(int index) => parts[first + index].IsNull;

    public string Text(int index) => (string)parts[first + index]! ?? "";

    public byte[]? Bytes(int index) => (byte[]?)parts[first + index];

    public long Long(int index) => (long)parts[first + index];

    /// <summary>Null where there is nothing: no field, or an empty one.</summary>
    public string? TextOrNull(int index) => Text(index) is { Length: > 0 } text ? text : null;

    /// <summary>Null where there is nothing: no field, or an empty one.</summary>
    public long? LongOrNull(int index) => TextOrNull(index) is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : null;

    public Reply List(int index) => new((RedisResult[])parts[first + index]!, 0);

    /// <summary>Reads every element of a list of lists.</summary>
    public IEnumerable<Reply> Lists(int index)
    {
        var list = (RedisResult[])parts[first + index]!;
        return list.Select(static element => new Reply((RedisResult[])element!, 0));
    }
}

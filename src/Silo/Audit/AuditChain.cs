using System.Security.Cryptography;
using System.Text.Json;

namespace Muster.Silo;

/// <summary>The chain of the audit record: each line's hash is over the line, and the hash of the one before is in it.</summary>
/// <param name="Seq">Number of the last line; 0 before the first.</param>
/// <param name="Hash">Its hash.</param>
internal sealed record AuditChain(long Seq, string Hash)
{
    // With every character escaped to six bytes a field stays within 4 KiB.
    private const int MaxField = 680;

    /// <summary>Before the first line.</summary>
    public static readonly AuditChain Start = new(0, new string('0', 64));

    /// <summary>The line that comes next, without its end, and the chain after it.</summary>
    public (byte[] Line, AuditChain Next) Append(AuditEntry entry)
    {
        var record = new AuditRecord(
            Seq + 1, entry.Time, Clip(entry.Caller), Clip(entry.Action), Clip(entry.Object), entry.Status, Clip(entry.Request), Hash,
            Clip(entry.Token), Clip(entry.Code), Clip(entry.Before), Clip(entry.After));
        record = record with { Hash = HashOf(record) };
        return (Write(record), new(record.Seq, record.Hash));
    }

    /// <summary>The chain after a line that was found.</summary>
    /// <exception cref="InvalidDataException">The line is none, or not the one that comes next.</exception>
    public AuditChain Follow(ReadOnlySpan<byte> line)
    {
        var record = Read(line);
        if (record.Seq != Seq + 1)
            throw new InvalidDataException($"record {Seq + 1} should be here, and {record.Seq} is");
        if (record.Prev != Hash)
            throw new InvalidDataException($"record {record.Seq} does not follow the one before it: that was altered, or replaced");
        return new(record.Seq, record.Hash!);
    }

    /// <summary>Reads a line and checks its own hash.</summary>
    /// <exception cref="InvalidDataException">It is no line of an audit record, or was altered.</exception>
    public static AuditRecord Read(ReadOnlySpan<byte> line)
    {
        AuditRecord? record;
        try
        {
            record = JsonSerializer.Deserialize(line, AuditJson.Default.AuditRecord);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException("it is no line of an audit record", error);
        }
        // Compared as bytes: what is the same to a parser, and written in another way, was not written by the silo.
        return record is not null && HashOf(record with { Hash = null }) == record.Hash && line.SequenceEqual(Write(record))
            ? record
            : throw new InvalidDataException($"record {record?.Seq} was altered");
    }

    private static string HashOf(AuditRecord record) => Convert.ToHexStringLower(SHA256.HashData(Write(record)));

    private static byte[] Write(AuditRecord record) => JsonSerializer.SerializeToUtf8Bytes(record, AuditJson.Default.AuditRecord);

    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
    private static string? Clip(string? text) => text is null || text.Length <= MaxField ? text : string.Concat(text.AsSpan(0, MaxField - 3), "...");
}

using System.Buffers;
using System.IO.Compression;
using System.Text.Json;
using Muster.Contracts;

namespace Muster.Kubernetes;

/// <summary>A job's note as the text of an annotation: JSON, compressed, in base64.</summary>
public static class NoteText
{
    // An object's annotations have 256 KiB together, and the placement has 64 of them.
    private const int MaxLength = 160 * 1024;

    // A little more than what a submission may have, so that no small text grows beyond all bounds.
    private const int MaxJsonLength = 2 * 1024 * 1024;

    /// <summary>The text; null for a note that would be too long.</summary>
    public static string? Write(JobNote note)
    {
        using var bytes = new MemoryStream();
        using (var packed = new BrotliStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
            JsonSerializer.Serialize(packed, note, MusterJson.Default.JobNote);
        return (bytes.Length + 2) / 3 * 4 <= MaxLength ? Convert.ToBase64String(bytes.GetBuffer(), 0, (int)bytes.Length) : null;
    }

    /// <summary>The note; null for what is no text of one.</summary>
    /// <param name="text">Text from a cluster.</param>
    public static JobNote? Read(string text)
    {
        if (text.Length is 0 or > MaxLength)
            return null;
        var json = ArrayPool<byte>.Shared.Rent(MaxJsonLength);
        try
        {
            using var packed = new BrotliStream(new MemoryStream(Convert.FromBase64String(text)), CompressionMode.Decompress);
            var length = packed.ReadAtLeast(json, json.Length, throwOnEndOfStream: false);
            return length < json.Length ? JsonSerializer.Deserialize(json.AsSpan(0, length), OutsideJson.Answer<JobNote>()) : null;
        }
        catch (Exception fault) when (fault is FormatException or JsonException or InvalidDataException or InvalidOperationException or ArgumentException or MusterException)
        {
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(json);
        }
    }
}

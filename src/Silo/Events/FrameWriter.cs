using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Muster.Contracts;

namespace Muster.Silo;

/// <summary>Writes entries of the event log as server-sent events. Not for several threads.</summary>
internal sealed class FrameWriter : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly Utf8JsonWriter _json;

    public FrameWriter() => _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The event; valid until the next call.</summary>
    public ReadOnlySpan<byte> Write(JobChange change)
    {
        _buffer.ResetWrittenCount();
        _buffer.Write("id: "u8);
        Utf8(change.Sequence);
        _buffer.Write("\nevent: change\ndata: "u8);
        _json.Reset(_buffer);
        JsonSerializer.Serialize(_json, change, MusterJson.Default.JobChange);
        _buffer.Write("\n\n"u8);
        return _buffer.WrittenSpan;
    }

    public void Dispose() => _json.Dispose();

    private void Utf8(long number)
    {
        Span<char> digits = stackalloc char[20];
        number.TryFormat(digits, out var length, provider: System.Globalization.CultureInfo.InvariantCulture);
        Encoding.ASCII.GetBytes(digits[..length], _buffer);
    }
}

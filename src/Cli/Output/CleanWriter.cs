using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Muster.Cli;

/// <summary>
/// Passes text on without control characters: names and messages come from others, and must not be able to move the
/// cursor, ring the bell or turn the direction of writing.
/// </summary>
internal sealed class CleanWriter : TextWriter
{
    [SuppressMessage("Usage", "CA2213", Justification = "It is the caller's.")]
    private readonly TextWriter _inner;

    public CleanWriter(TextWriter inner)
    {
        _inner = inner;
        CoreNewLine = ['\n'];
    }

    public override Encoding Encoding => _inner.Encoding;

    public override void Write(char value)
    {
        if (IsClean(value))
            _inner.Write(value);
    }

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var clean = 0;
            while (clean < buffer.Length && IsClean(buffer[clean]))
                clean++;
            _inner.Write(buffer[..clean]);
            buffer = buffer[Math.Min(clean + 1, buffer.Length)..];
        }
    }

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Flush() => _inner.Flush();

    private static bool IsClean(char c) =>
        c is '\n' or '\t' || !(char.IsControl(c) || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069'));
}

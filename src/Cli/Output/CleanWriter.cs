using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Muster.Cli;

/// <summary>
/// Passes text on without control characters: names and messages come from others, and must not be able to move the
/// cursor, ring the bell or turn the direction of writing. Colours, and a line that is rewritten, are added after that.
/// </summary>
internal sealed class CleanWriter : TextWriter
{
    private const string Reset = "\u001b[0m";
    private const string EraseLine = "\r\u001b[K";

    private readonly Lock _lock = new(); // several jobs may be waited for at once, each with something to say

    [SuppressMessage("Usage", "CA2213", Justification = "It is the caller's.")]
    private readonly TextWriter _inner;

    private readonly bool _colours;
    private bool _status;

    public CleanWriter(TextWriter inner, bool colours = false)
    {
        _inner = inner;
        _colours = colours;
        CoreNewLine = ['\n'];
    }

    public override Encoding Encoding => _inner.Encoding;

    public override void Write(char value) => Write([value]);

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(ReadOnlySpan<char> buffer)
    {
        lock (_lock)
        {
            EndStatus();
            WriteClean(buffer);
        }
    }

    public override void WriteLine(string? value)
    {
        lock (_lock)
        {
            EndStatus();
            WriteClean(value);
            _inner.Write('\n');
        }
    }

    /// <summary>Writes text in its colour, if there are colours.</summary>
    public void Write(string text, Tone tone)
    {
        lock (_lock)
        {
            EndStatus();
            var colour = _colours ? ColourOf(tone) : "";
            _inner.Write(colour);
            WriteClean(text);
            _inner.Write(colour.Length == 0 ? "" : Reset);
        }
    }

    /// <summary>Shows a line that the next one, or whatever is written next, takes the place of.</summary>
    public void ShowStatus(string line, int width)
    {
        lock (_lock)
        {
            _inner.Write(EraseLine);
            WriteClean(line.ReplaceLineEndings(" ") is var one && one.Length >= width ? string.Concat(one.AsSpan(0, Math.Max(0, width - 2)), "…") : one);
            _inner.Flush();
            _status = true;
        }
    }

    /// <summary>Takes such a line away.</summary>
    public void ClearStatus()
    {
        lock (_lock)
            EndStatus();
    }

    public override void Flush()
    {
        lock (_lock)
            _inner.Flush();
    }

    private void EndStatus()
    {
        if (!_status)
            return;
        _status = false;
        _inner.Write(EraseLine);
        _inner.Flush();
    }

    private void WriteClean(ReadOnlySpan<char> buffer)
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

    // The sixteen colours that every terminal has, and whose shades are its owner's choice.
    private static string ColourOf(Tone tone) => tone switch
    {
        Tone.Good => "\u001b[32m",
        Tone.Busy => "\u001b[36m",
        Tone.Waiting => "\u001b[33m",
        Tone.Bad => "\u001b[31m",
        Tone.Faint => "\u001b[2m",
        _ => "",
    };

    private static bool IsClean(char c) =>
        c is '\n' or '\t' || !(char.IsControl(c) || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069'));
}

using System.Text;

namespace Muster.Kubernetes;

/// <summary>Lines of a stream, each up to a bound: what goes on beyond it is passed over. Never holds more than that and one piece of the stream.</summary>
internal sealed class LogLines(Stream stream)
{
    /// <summary>Longest line, in bytes.</summary>
    public const int MaxLine = 4096;

    private readonly byte[] _piece = new byte[8192];
    private readonly byte[] _line = new byte[MaxLine];
    private int _begin;
    private int _end;

    /// <summary>The next line, without its end; null at the end of the stream.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    public async Task<string?> NextAsync(CancellationToken cancellationToken)
    {
        for (var (length, any) = (0, false); ; any = true)
        {
            if (_begin == _end && !await FillAsync(cancellationToken))
                return any ? Text(length) : null;
            var rest = _piece.AsSpan(_begin, _end - _begin);
            var newline = rest.IndexOf((byte)'\n');
            var part = newline < 0 ? rest : rest[..newline];
            var kept = part[..Math.Min(part.Length, MaxLine - length)];
            kept.CopyTo(_line.AsSpan(length));
            length += kept.Length;
            _begin += part.Length + (newline < 0 ? 0 : 1);
            if (newline >= 0)
                return Text(length);
        }
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        (_begin, _end) = (0, await stream.ReadAsync(_piece, cancellationToken));
        return _end > 0;
    }

    // A character that the bound has cut through is left out.
    private string Text(int length)
    {
        var line = _line.AsSpan(0, length);
        if (length == MaxLine)
            line = line[..Whole(line)];
        return Encoding.UTF8.GetString(line.EndsWith("\r"u8) ? line[..^1] : line);
    }

    private static int Whole(ReadOnlySpan<byte> line)
    {
        for (var back = 1; back <= Math.Min(4, line.Length); back++)
            if ((line[^back] & 0b1100_0000) != 0b1000_0000)
                return Rune.DecodeFromUtf8(line[^back..], out _, out _) == System.Buffers.OperationStatus.NeedMoreData ? line.Length - back : line.Length;
        return line.Length;
    }
}

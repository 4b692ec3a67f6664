using System.Buffers;

namespace Muster.Kubernetes;

/// <summary>Finds the lines in what has been read of a stream, looking at each byte once.</summary>
internal struct LineScanner
{
    // Bytes of the line that has begun, known to hold no end.
    private long scanned;

    /// <summary>Takes the next whole line, without its end, off the buffer.</summary>
    public bool TryTake(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> line)
    {
        if (buffer.Slice(scanned).PositionOf((byte)'\n') is not { } end)
        {
            scanned = buffer.Length;
            line = default;
            return false;
        }
        line = buffer.Slice(0, end);
        buffer = buffer.Slice(buffer.GetPosition(1, end));
        scanned = 0;
        return true;
    }
}

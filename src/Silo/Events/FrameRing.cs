using Muster.Contracts;

namespace Muster.Silo;

/// <summary>
/// The newest entries of the event log, ready to be sent. One writes, many read, each at a pace of its own: who is
/// overtaken by the writer is told so, and never misses an entry without knowing.
/// </summary>
internal sealed class FrameRing(int capacity)
{
    private readonly EventFrame?[] _slots = new EventFrame?[capacity];
    private readonly Lock _lock = new();
    private long _first;
    private long _next;

    // Every entry after this one is in the ring, or comes into it.
    private long _floor = long.MaxValue;

    public int Capacity => capacity;

    /// <summary>Begins anew after a gap: nothing that was read before leads on to what comes.</summary>
    public void Restart(long after)
    {
        lock (_lock)
        {
            // A hole: readers at the end of the old entries must not take the first new one for the next.
            Volatile.Write(ref _first, _next + 1);
            Volatile.Write(ref _next, _first);
            _floor = after;
        }
    }

    public void Append(JobChange change, ReadOnlySpan<byte> bytes)
    {
        var frame = new EventFrame(_next, change.Sequence, change.Job, change.Queue, bytes.ToArray());
        lock (_lock)
        {
            if (_next - _first == capacity)
            {
                _floor = _slots[_first % capacity]!.Sequence;
                Volatile.Write(ref _first, _first + 1);
            }
            Volatile.Write(ref _slots[_next % capacity], frame);
            Volatile.Write(ref _next, _next + 1);
        }
    }

    /// <summary>Finds where to read on after an entry; false when the ring no longer has, or not yet, all that follows it.</summary>
    public bool TryFind(long after, out long position)
    {
        lock (_lock)
        {
            position = _next;
            if (after < _floor)
                return false;
            var (low, high) = (_first, _next);
            while (low < high)
            {
                var middle = low + (high - low) / 2;
                if (_slots[middle % capacity]!.Sequence <= after)
                    low = middle + 1;
                else
                    high = middle;
            }
            position = low;
            return true;
        }
    }

    /// <summary>Reads the entry at a position. Null without <paramref name="overtaken"/>: it is not there yet.</summary>
    public EventFrame? Read(long position, out bool overtaken)
    {
        overtaken = false;
        if (position >= Volatile.Read(ref _next))
            return null;
        var frame = Volatile.Read(ref _slots[position % capacity]);
        overtaken = frame is null || frame.Index != position || position < Volatile.Read(ref _first);
        return overtaken ? null : frame;
    }
}

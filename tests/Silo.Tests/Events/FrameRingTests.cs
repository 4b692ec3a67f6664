using Muster.Contracts;

namespace Muster.Silo.Tests;

/// <summary>The ring never lets a reader miss an entry without telling it.</summary>
public sealed class FrameRingTests
{
    [Fact]
    public void Read_WhatWasAppended_IsThereInOrder()
    {
        var ring = Ring(capacity: 4, after: 10, 11, 13, 17);
        Assert.True(ring.TryFind(10, out var position));
        Assert.Equal([11, 13, 17], Read(ring, position));
        Assert.True(ring.TryFind(13, out position));
        Assert.Equal([17], Read(ring, position));
        Assert.True(ring.TryFind(1_000, out position));
        Assert.Equal([], Read(ring, position));
    }

    [Fact]
    public void TryFind_WhatTheRingHasNotAllOf_IsFalse()
    {
        Assert.False(new FrameRing(4).TryFind(long.MaxValue - 1, out _));
        var ring = Ring(capacity: 2, after: 10, 11, 12, 13);
        Assert.False(ring.TryFind(10, out _));
        Assert.True(ring.TryFind(11, out _));
    }

    [Fact]
    public void Read_OvertakenByTheWriter_SaysSo()
    {
        var ring = Ring(capacity: 2, after: 0, 1, 2);
        Assert.True(ring.TryFind(0, out var position));
        Append(ring, 3);
        Assert.Null(ring.Read(position, out var overtaken));
        Assert.True(overtaken);
        Assert.Equal(2, ring.Read(position + 1, out overtaken)!.Sequence);
        Assert.False(overtaken);
    }

    [Fact]
    public void Read_AcrossARestart_SaysSo()
    {
        var ring = Ring(capacity: 4, after: 0, 1, 2);
        Assert.True(ring.TryFind(2, out var position));
        ring.Restart(100);
        Append(ring, 101);
        Assert.Null(ring.Read(position, out var overtaken));
        Assert.True(overtaken);
        Assert.False(ring.TryFind(2, out _));
        Assert.True(ring.TryFind(100, out position));
        Assert.Equal([101], Read(ring, position));
    }

    [Fact]
    public async Task Read_WhileTheWriterOvertakes_SkipsNothingUnnoticed()
    {
        const int Entries = 200_000;
        var ring = Ring(capacity: 64, after: 0);
        var writer = Task.Run(() =>
        {
            for (var sequence = 1; sequence <= Entries; sequence++)
                Append(ring, sequence);
        }, TestContext.Current.CancellationToken);
        var seen = 0L;
        while (seen < Entries)
        {
            // As a watcher that reads what it missed elsewhere, and comes back.
            if (!ring.TryFind(seen, out var position))
                seen++;
            else
                while (ring.Read(position++, out _) is { } frame)
                {
                    Assert.Equal(seen + 1, frame.Sequence);
                    seen = frame.Sequence;
                }
        }
        await writer;
    }

    private static FrameRing Ring(int capacity, long after, params ReadOnlySpan<long> sequences)
    {
        var ring = new FrameRing(capacity);
        ring.Restart(after);
        foreach (var sequence in sequences)
            Append(ring, sequence);
        return ring;
    }

    private static void Append(FrameRing ring, long sequence) =>
        ring.Append(new JobChange { Sequence = sequence, Job = new("default", "a") }, "x"u8);

    private static List<long> Read(FrameRing ring, long position)
    {
        var sequences = new List<long>();
        while (ring.Read(position++, out _) is { } frame)
            sequences.Add(frame.Sequence);
        return sequences;
    }
}

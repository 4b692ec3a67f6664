using System.Buffers;
using System.IO.Pipelines;
using Microsoft.Extensions.Options;
using Muster.Contracts;
using Muster.Ledger;

namespace Muster.Silo;

/// <summary>One watcher's stream: from the ledger until it has caught up with the ring, then from the ring.</summary>
internal sealed class ChangeStream(
    ChangeFeed feed, ILedger ledger, EventOptions options, TimeProvider time, PipeWriter body, EventFilter filter, long after) : IDisposable
{
    // What is written before it is sent; as much as the server buffers of an answer.
    private const int MaxBatch = 64 * 1024;

    private readonly FrameWriter _frames = new();
    private long _after = after;
    private long? _position;
    private long _spoke = time.GetTimestamp();
    private int _unsent;

    /// <summary>Reads what comes first, before the answer begins: that the log no longer has it is an error still.</summary>
    /// <exception cref="WatchExpiredException">Entries that were asked for have been dropped.</exception>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        if (!Attach())
            await ReadPage(cancellationToken);
    }

    /// <summary>Sends until cancelled, or until the watcher is gone. False when it did not keep up.</summary>
    public async Task<bool> SendAsync(CancellationToken gone)
    {
        // The head of the answer alone would do, but not every reader and proxy shows a head before there is a body.
        for (var news = true; ; news = false)
        {
            var bell = feed.Bell.Next;
            var more = _position is not null || Attach() ? CopyFrames() : await ReadPage(gone);
            if (_unsent == 0 && (news || time.GetElapsedTime(_spoke) >= options.KeepAlive))
                Copy(": still here\n\n"u8);
            if (_unsent > 0)
            {
                if (await Flush(gone) is not { } sent)
                    return false;
                if (sent.IsCompleted || sent.IsCanceled)
                    return true;
            }
            if (!more)
                await bell.WaitAsync(gone);
        }
    }

    public void Dispose() => _frames.Dispose();

    private bool Attach()
    {
        if (!feed.Ring.TryFind(_after, out var position))
            return false;
        _position = position;
        return true;
    }

    // True when there is more to be had at once.
    private bool CopyFrames()
    {
        bool overtaken;
        while (feed.Ring.Read(_position!.Value, out overtaken) is { } frame)
        {
            _position++;
            if (frame.Sequence <= _after)
                continue;
            _after = frame.Sequence;
            if (!filter.Matches(frame.Job, frame.Queue))
                continue;
            Copy(frame.Bytes);
            if (_unsent >= MaxBatch)
                return true;
        }
        if (overtaken)
            _position = null;
        return overtaken;
    }

    // True when the page was full. The log's end is asked for before, so that up to there nothing was missed.
    private async Task<bool> ReadPage(CancellationToken cancellationToken)
    {
        var end = await ledger.WaitForChangesAsync(-1, cancellationToken);
        var changes = await ledger.ReadChangesAsync(_after, filter.Job, ILedger.MaxChangesPage, cancellationToken);
        foreach (var change in changes)
            if (filter.Matches(change.Job, change.Queue))
                Copy(_frames.Write(change));
        var last = changes.Length > 0 ? changes[^1].Sequence : _after;
        var full = changes.Length == ILedger.MaxChangesPage;
        _after = full ? last : Math.Max(last, end);
        return full || Attach();
    }

    private void Copy(ReadOnlySpan<byte> bytes)
    {
        body.Write(bytes);
        _unsent += bytes.Length;
    }

    // Null when it took too long.
    private async ValueTask<FlushResult?> Flush(CancellationToken gone)
    {
        (_unsent, _spoke) = (0, time.GetTimestamp());
        var flush = body.FlushAsync(gone);
        if (flush.IsCompletedSuccessfully)
            return flush.Result;
        try
        {
            return await flush.AsTask().WaitAsync(options.SendTimeout, time, gone);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }
}

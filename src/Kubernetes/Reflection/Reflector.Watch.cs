using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;

namespace Muster.Kubernetes;

public sealed partial class Reflector<T>
{
    private static readonly StreamPipeReaderOptions Reading = new(bufferSize: 16 * 1024, minimumReadSize: 4 * 1024);

    [SuppressMessage("Design", "CA1031", Justification = "Whatever goes wrong with a watch, it is told and opened again.")]
    private async Task<WatchReport> WatchAsync(CancellationToken cancellationToken)
    {
        var begin = time.GetTimestamp();
        var follow = new Following(revision);
        var asked = options.WatchAtLeast + ((options.WatchAtMost - options.WatchAtLeast) * random.NextDouble());
        // The server ends the watch; if it does not, it is ended here, so that no connection outlives its credentials for long.
        using var overdue = new CancellationTokenSource(asked + options.Idle, time);
        using var interrupt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, overdue.Token);
        requests.InterruptBy(interrupt);
        var opened = false;
        WatchOutcome outcome;
        try
        {
            await using var stream = await server.OpenAsync(source.WatchPath(revision, Math.Max(1, (int)asked.TotalSeconds)), options.Idle, interrupt.Token);
            opened = true;
            outcome = await FollowAsync(stream, follow, interrupt.Token);
        }
        catch (Exception) when (interrupt.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            outcome = requests.Any ? WatchOutcome.Asked : WatchOutcome.WatchEnded;
        }
        catch (Exception failure)
        {
            ToldOf(failure, opened ? "Watch" : "Opening a watch");
            outcome = failure is ApiException { IsExpired: true } ? WatchOutcome.WatchExpired : opened ? WatchOutcome.WatchBroken : WatchOutcome.WatchRefused;
        }
        finally
        {
            requests.InterruptByNothing();
        }
        return new WatchReport(outcome, time.GetElapsedTime(begin), follow.Events, follow.Lost);
    }

    private async Task<WatchOutcome> FollowAsync(Stream stream, Following follow, CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(stream, Reading);
        try
        {
            var scanner = default(LineScanner);
            while (true)
            {
                var read = await reader.ReadAsync(cancellationToken);
                var buffer = read.Buffer;
                while (scanner.TryTake(ref buffer, out var line))
                {
                    if (Take(line, follow) is { } end)
                        return end;
                    // A flood of events must not keep a list that is asked for waiting.
                    cancellationToken.ThrowIfCancellationRequested();
                }
                if (buffer.Length > options.MaxObjectBytes)
                    return Oversized(buffer.Length);
                reader.AdvanceTo(buffer.Start, buffer.End);
                if (read.IsCompleted)
                    return WatchOutcome.WatchEnded;
            }
        }
        finally
        {
            await reader.CompleteAsync();
        }
    }

    // Null to go on with the next line.
    private WatchOutcome? Take(in ReadOnlySequence<byte> line, Following follow)
    {
        if (line.Length > options.MaxObjectBytes)
            return Oversized(line.Length);
        var next = WatchEvent<T>.Read(line, source);
        Alive();
        if (next.Kind == WatchEventKind.Error)
            return Refused(next.Refusal);
        if (next.Kind == WatchEventKind.Unreadable || (next.Kind == WatchEventKind.Bookmark && next.Identity.Revision.Length == 0))
        {
            follow.Lost = true;
            PassOver("A line that cannot be read", next.Identity);
            return null;
        }
        follow.Events++;
        if (trouble is { Kind: ReflectorTroubleKind.Unreachable or ReflectorTroubleKind.Silent or ReflectorTroubleKind.Unauthorized or ReflectorTroubleKind.Refused })
            trouble = null;
        if (Revision.IsOlder(next.Identity.Revision, follow.Revision))
        {
            Told(ReflectorTroubleKind.Backwards, $"The watch of {source.Path} went back from revision {follow.Revision} to {next.Identity.Revision}; a new list is read.");
            return WatchOutcome.WatchUnusable;
        }
        var result = Applied(next, follow);
        // Not before it was applied: what is lost between is sent again.
        if (next.Identity.Revision.Length > 0)
        {
            follow.Revision = revision = next.Identity.Revision;
            latest = Revision.Later(latest, revision);
        }
        Volatile.Write(ref count, store.Count);
        if (result != StoreResult.Full)
            return null;
        Told(ReflectorTroubleKind.TooMany, $"{source.Path} has more objects than the bound of {options.MaxObjects}.");
        return WatchOutcome.WatchUnusable;
    }

    private StoreResult Applied(WatchEvent<T> next, Following follow)
    {
        if (next.Kind == WatchEventKind.Bookmark)
            return StoreResult.Ignored;
        if (next.Item is null)
        {
            PassOver("An object that cannot be read", next.Identity);
            follow.Lost |= next.Identity.Uid.Length == 0;
        }
        if (next.Kind == WatchEventKind.Deleted)
            return next.Identity.Uid.Length == 0 ? StoreResult.Ignored : store.Remove(next.Item, next.Identity);
        return next.Item is null ? StoreResult.Ignored : store.Put(next.Item, next.Identity);
    }

    private WatchOutcome Refused(WatchRefusal refusal)
    {
        Told(
            refusal.IsExpired ? ReflectorTroubleKind.Expired : ReflectorTroubleKind.Refused,
            $"The watch of {source.Path} was ended by the server: {refusal.Code} {refusal.Reason}: {refusal.Message}");
        return refusal.IsExpired ? WatchOutcome.WatchExpired : WatchOutcome.WatchBroken;
    }

    private WatchOutcome Oversized(long bytes)
    {
        Interlocked.Increment(ref passedOver);
        Told(ReflectorTroubleKind.Oversized, $"An event of {source.Path} has at least {bytes} bytes, more than the bound of {options.MaxObjectBytes}; a new list is read without that object.");
        return WatchOutcome.WatchUnusable;
    }

    private void PassOver(string what, in ObjectIdentity identity)
    {
        Interlocked.Increment(ref passedOver);
        Told(ReflectorTroubleKind.Malformed, $"{what} was passed over in the watch of {source.Path}: {Name(identity)}.");
    }

    /// <summary>What is to be kept in mind of one stream.</summary>
    private sealed class Following(string revision)
    {
        public string Revision { get; set; } = revision;

        public int Events { get; set; }

        public bool Lost { get; set; }
    }
}

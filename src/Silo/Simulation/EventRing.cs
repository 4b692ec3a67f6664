using System.Globalization;
using System.Runtime.CompilerServices;
using Muster.Contracts;

namespace Muster.Silo;

/// <summary>
/// The latest events of a cluster. Revisions are consecutive, so that a watch is nothing but a position; any number of
/// them read without a queue of their own, and one that falls behind the ring has expired.
/// </summary>
internal sealed class EventRing(int capacity, long revision)
{
    private const int BatchSize = 256;

    private readonly Lock _gate = new();
    private readonly ClusterEvent[] _events = new ClusterEvent[capacity];
    private readonly long _first = revision;
    private long _last = revision;
    private TaskCompletionSource _grown = NewSignal();

    public static string Text(long revision) => revision.ToString(CultureInfo.InvariantCulture);

    /// <summary>Adds events; each has the revision after the one before.</summary>
    public void Append(IReadOnlyCollection<ClusterEvent> events)
    {
        if (events.Count == 0)
            return;
        TaskCompletionSource grown;
        lock (_gate)
        {
            foreach (var e in events)
                _events[++_last % capacity] = e;
            (grown, _grown) = (_grown, NewSignal());
        }
        grown.SetResult();
    }

    /// <summary>Follows the ring; after <paramref name="silence"/> without an event, gives a sign of life.</summary>
    /// <exception cref="WatchExpiredException">The ring does not hold what comes after the revision.</exception>
    public async IAsyncEnumerable<ClusterEvent> FollowAsync(
        string revision, TimeSpan silence, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!long.TryParse(revision, NumberStyles.None, CultureInfo.InvariantCulture, out var position))
            throw new WatchExpiredException($"'{Names.Clip(revision)}' is no revision of this cluster; list again.");
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (batch, grown) = Read(position);
            foreach (var e in batch)
                yield return e;
            position += batch.Length;
            if (batch.Length > 0)
                continue;
            await grown.WaitAsync(silence, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!grown.IsCompleted && !cancellationToken.IsCancellationRequested)
                yield return new ClusterEvent { Revision = Text(position) };
        }
    }

    private (ClusterEvent[] Batch, Task Grown) Read(long position)
    {
        lock (_gate)
        {
            if (position > _last || position < Math.Max(_first, _last - capacity))
                throw new WatchExpiredException($"Revision {position} is not among those that are kept (up to {_last}); list again.");
            var batch = new ClusterEvent[Math.Min(_last - position, BatchSize)];
            for (var i = 0; i < batch.Length; i++)
                batch[i] = _events[(position + 1 + i) % capacity];
            return (batch, _grown.Task);
        }
    }

    // Whoever appends must not run the watchers.
    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

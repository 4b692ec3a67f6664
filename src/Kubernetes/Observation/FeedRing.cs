using System.Globalization;
using System.Runtime.CompilerServices;
using Muster.Contracts;

namespace Muster.Kubernetes;

/// <summary>
/// The latest events of a cluster, numbered by the gateway: a cluster's own revisions are per type and have no common order. A watch is
/// a position in it, any number of them read without a queue of their own, and one that falls behind has expired.
/// </summary>
/// <param name="name">What tells this ring's revisions from those of any other, before or elsewhere.</param>
/// <param name="capacity">Events kept.</param>
internal sealed class FeedRing(string name, int capacity)
{
    private const int BatchSize = 256;

    private readonly Lock _gate = new();
    private readonly ClusterEvent[] _events = new ClusterEvent[capacity];
    private long _last;
    private bool _closed;
    private TaskCompletionSource _grown = NewSignal();

    /// <summary>The revision after everything that was added until now.</summary>
    public string Revision
    {
        get
        {
            lock (_gate)
                return Text(_last);
        }
    }

    /// <summary>Adds an event and gives it its revision.</summary>
    public void Append(ClusterEvent change)
    {
        TaskCompletionSource grown;
        lock (_gate)
        {
            _last++;
            _events[_last % capacity] = change with { Revision = Text(_last) };
            (grown, _grown) = (_grown, NewSignal());
        }
        grown.SetResult();
    }

    /// <summary>Nothing is added any more, so that nobody may go on from here.</summary>
    public void Close()
    {
        lock (_gate)
            _closed = true;
        _grown.TrySetResult();
    }

    /// <summary>Follows the ring; after <paramref name="silence"/> without an event, gives a sign of life.</summary>
    /// <exception cref="WatchExpiredException">The ring does not hold what comes after the revision.</exception>
    public async IAsyncEnumerable<ClusterEvent> FollowAsync(
        string revision, TimeSpan silence, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var position = Position(revision);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (batch, grown) = Read(position);
            foreach (var change in batch)
                yield return change;
            position += batch.Length;
            if (batch.Length > 0)
                continue;
            await grown.WaitAsync(silence, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!grown.IsCompleted && !cancellationToken.IsCancellationRequested)
                yield return new ClusterEvent { Revision = Text(position) };
        }
    }

    private long Position(string revision) =>
        revision.StartsWith(name + ".", StringComparison.Ordinal)
        && long.TryParse(revision.AsSpan(name.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? position
            : throw new WatchExpiredException($"'{Names.Clip(revision)}' is no revision that can be gone on from here; list again.");

    private (ClusterEvent[] Batch, Task Grown) Read(long position)
    {
        lock (_gate)
        {
            if (_closed)
                throw new WatchExpiredException("The cluster was not followed for a while; list again.");
            if (position > _last || position < _last - capacity)
                throw new WatchExpiredException($"Revision {position} is not among those that are kept (up to {_last}); list again.");
            var batch = new ClusterEvent[Math.Min(_last - position, BatchSize)];
            for (var i = 0; i < batch.Length; i++)
                batch[i] = _events[(position + 1 + i) % capacity];
            return (batch, _grown.Task);
        }
    }

    private string Text(long position) => string.Create(CultureInfo.InvariantCulture, $"{name}.{position}");

    // Whoever appends must not run the watchers.
    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

using System.Runtime.CompilerServices;
using Muster.Contracts;

namespace Muster.Client.Testing;

public sealed partial class FakeMusterClient
{
    private readonly List<JobChange> _log = [];
    private TaskCompletionSource _grown = NewSignal();
    private long _forgotten;

    /// <summary>Forgets entries of the event log, as the real one does with old ones: watches that need them end with <see cref="WatchExpiredException"/>.</summary>
    /// <param name="sequence">The last entry to forget.</param>
    public void ForgetEvents(long sequence)
    {
        lock (_lock)
        {
            _forgotten = Math.Max(_forgotten, sequence);
            Signal();
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<JobChange> WatchAsync(WatchOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        options ??= new WatchOptions();
        var wanted = new EventListOptions { Job = options.Job, Queue = options.Queue, Namespace = options.Namespace };
        for (var last = options.After ?? await Answer(static fake => fake._log.Count, cancellationToken); ;)
        {
            var (changes, end, grown) = await Answer(fake => fake.Read(last, wanted, options.SkipLost), cancellationToken);
            foreach (var change in changes)
                yield return change;
            last = end;
            await grown.WaitAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public Task<ChangePage> GetEventsAsync(EventListOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new EventListOptions();
        return Answer(fake => new ChangePage([.. fake.Read(options.After, options, skipLost: false).Changes.Take(options.Limit)], fake._log.Count), cancellationToken);
    }

    // Sequences are places in the list, from 1.
    private (List<JobChange> Changes, long End, Task Grown) Read(long after, EventListOptions wanted, bool skipLost)
    {
        if (after > 0 && after < _forgotten && !skipLost)
            throw new WatchExpiredException($"The log begins after {_forgotten}; entries after {after} are gone.");
        var changes = _log.Skip((int)Math.Max(after, _forgotten)).Where(c => (wanted.Job is null || c.Job == wanted.Job)
            && (wanted.Queue is null || c.Queue == wanted.Queue) && (wanted.Namespace is null || c.Job.Namespace == wanted.Namespace));
        return (changes.ToList(), _log.Count, _grown.Task);
    }

    private void Note(Job job, JobState? from)
    {
        var status = job.Status!;
        _log.Add(new JobChange
        {
            Sequence = _log.Count + 1, At = status.Since, Job = job.Id, Uid = job.Metadata.Uid, From = from, To = status.State,
            Attempt = status.Attempt, Cluster = status.Cluster, Reason = status.Reason, Queue = job.Spec.Queue,
        });
        Signal();
    }

    private void Signal()
    {
        var grown = _grown;
        _grown = NewSignal();
        grown.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

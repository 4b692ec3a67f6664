using Muster.Client;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary>
/// Says how a wait goes: on a terminal, in one line that is rewritten; elsewhere, in a line for each change.
/// </summary>
internal sealed class WaitProgress : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    private readonly Session _session;
    private readonly Dictionary<JobId, string> _states;
    private readonly CancellationTokenSource _end;
    private Task _loop = Task.CompletedTask;
    private Job? _job;
    private Explanation? _explanation;
    private int _done;
    private bool _isEnded;

    private WaitProgress(Session session, IReadOnlyList<JobId> jobs, CancellationToken cancellationToken)
    {
        _session = session;
        _states = jobs.ToDictionary(j => j, _ => "");
        _end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    public static WaitProgress Start(Session session, IReadOnlyList<JobId> jobs, CancellationToken cancellationToken)
    {
        var progress = new WaitProgress(session, jobs, cancellationToken);
        if (session.Context.World.IsWatched)
            progress._loop = progress.RunAsync(progress._end.Token);
        return progress;
    }

    public IProgress<JobChange> Of(JobId job) => new Lines(this, job);

    public void Done(JobId job)
    {
        lock (_states)
        {
            _states.Remove(job);
            _done++;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_isEnded)
            return;
        _isEnded = true;
        await _end.CancelAsync();
        await _loop;
        _end.Dispose();
        _session.Context.Error.ClearStatus();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var timer = new PeriodicTimer(Tick, _session.Context.World.Clock);
            var ticks = 0;
            do
                await ShowAsync(ticks++ % (int)(Look / Tick) == 0, cancellationToken);
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            // what was waited for came to pass
        }
    }


    private async Task ShowAsync(bool look, CancellationToken cancellationToken)
    {
        JobId first;
        string text;
        lock (_states)
        {
            if (_states.Count == 0)
                return;
            first = _states.Keys.First();
            text = string.Join(", ", _states.Values.Where(s => s.Length > 0).GroupBy(s => s).Select(g => $"{g.Count()} {g.Key}"));
        }
        if (look || _job?.Id != first)
            await LookAsync(first, cancellationToken);
        var standing = _job is { } job ? Standing.Of(job, _session.Context.Now, _explanation) : "";
        var line = _done + _states.Count == 1 ? $"{first.Name}: {standing}"
            : $"{_done} of {_done + _states.Count} there{(text.Length > 0 ? $" ({text})" : "")}; {first.Name}: {standing}";
        _session.Context.Error.ShowStatus(line, _session.Context.World.Width());
    }

    private async Task LookAsync(JobId id, CancellationToken cancellationToken)
    {
        try
        {
            _job = await _session.Client.GetJobAsync(id, cancellationToken);
            _explanation = _job.Status?.State == JobState.Queued ? await _session.Client.ExplainJobAsync(id, cancellationToken) : null;
        }
        catch (MusterException)
        {
            _explanation = null; // the wait itself will tell
        }
    }

    private sealed class Lines(WaitProgress progress, JobId id) : IProgress<JobChange>
    {
        public void Report(JobChange value)
        {
            lock (progress._states)
                if (progress._states.ContainsKey(id))
                    progress._states[id] = value.To.ToString();
            if (!progress._session.Context.World.IsWatched)
                progress._session.Say(ChangeLine.Of(value, withJob: true));
        }
    }
}

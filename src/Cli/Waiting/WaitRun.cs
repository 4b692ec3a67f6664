using System.CommandLine;
using Muster.Client;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary>Waits for several jobs at once, and says how each ended.</summary>
internal sealed class WaitRun(Session session, WaitGoal goal)
{
    private const int Named = 20;

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ForTheReport = TimeSpan.FromSeconds(3);

    private readonly HashSet<JobId> _left = [];
    private long _begin;

    public static Option<string?> Timeout() =>
        new("--timeout") { Description = "How long to wait at most, such as 30s or 5m [default: for ever]", HelpName = "DURATION" };

    /// <exception cref="UsageException">The text is no duration.</exception>
    public static TimeSpan? TimeoutOf(Session session, Option<string?> option) =>
        session.Arguments.GetValue(option) is not { } text ? null
            : DurationText.TryParse(text, out var timeout) ? timeout
            : throw new UsageException($"--timeout: '{Names.Clip(text)}' is no duration; write 30s, 5m or 1h30m, up to 20d");

    public async Task<int> RunAsync(IReadOnlyList<JobId> jobs, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        session.Context.Farewell = $"interrupted; {(jobs.Count == 1 ? $"job/{jobs[0]} goes" : $"the {jobs.Count} jobs go")} on. Wait again with: muster wait {string.Join(' ', jobs.Take(Named))}";
        _left.UnionWith(jobs);
        await using var progress = WaitProgress.Start(session, jobs, cancellationToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = timeout is { } t ? session.Context.World.Clock.CreateTimer(_ => Cancel(limit), null, t, System.Threading.Timeout.InfiniteTimeSpan) : null;
        try
        {
            // Asked for before any job is looked at: what happens in between counts. No job leaves the state it ended in.
            if (!goal.States.IsEmpty)
                _begin = (await session.Client.GetEventsAsync(new EventListOptions { Limit = 1 }, limit.Token)).End;
            var codes = await Task.WhenAll(jobs.Select(id => WaitAsync(id, progress, limit.Token)));
            return codes.Max();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await progress.DisposeAsync();
            await ReportAsync(jobs, timeout!.Value, cancellationToken);
            return ExitCode.Unknown;
        }
    }

    private static void Cancel(CancellationTokenSource limit)
    {
        try
        {
            limit.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // all ended at the same time
        }
    }

    private async Task<int> WaitAsync(JobId id, WaitProgress progress, CancellationToken cancellationToken)
    {
        var code = goal.IsDelete ? await WaitForDeleteAsync(id, cancellationToken) : await WaitForStateAsync(id, progress, cancellationToken);
        lock (_left)
            _left.Remove(id);
        progress.Done(id);
        return code;
    }

    private async Task<int> WaitForStateAsync(JobId id, WaitProgress progress, CancellationToken cancellationToken)
    {
        var states = new FreshStates(goal, _begin, progress.Of(id));
        var job = await session.Client.GetJobHandle(id).WaitForCompletionAsync(new WaitOptions { Until = states.IsMet, Progress = states }, cancellationToken);
        session.Print($"job/{id}: {states.Met ?? job.Status?.State ?? JobState.Queued}");
        if (states.Met is not null)
            return ExitCode.Ok;
        if (job.Status?.Reason is { } reason)
            session.Say($"job/{id}: {reason.Code}: {reason.Message}");
        return ExitCode.JobFailed;
    }

    // A job that is deleted leaves no entry in the log: it is looked for.
    private async Task<int> WaitForDeleteAsync(JobId id, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Poll, session.Context.World.Clock);
        do
            try
            {
                await session.Client.GetJobAsync(id, cancellationToken);
            }
            catch (JobNotFoundException)
            {
                session.Print($"job/{id}: deleted");
                return ExitCode.Ok;
            }
        while (await timer.WaitForNextTickAsync(cancellationToken));
        return ExitCode.Error;
    }

    private async Task ReportAsync(IReadOnlyList<JobId> jobs, TimeSpan timeout, CancellationToken cancellationToken)
    {
        JobId[] left;
        lock (_left)
            left = [.. jobs.Where(_left.Contains)];
        session.Say($"error: {left.Length} of {jobs.Count} did not get there within {Age.Of(timeout)}:");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ForTheReport);
        foreach (var id in left.Take(Named))
            session.Say($"  job/{id}: {await WhereAsync(id, limit.Token)}");
        if (left.Length > Named)
            session.Say($"  and {left.Length - Named} more");
        session.Say($"what is in the way: muster explain {left[0]}");
    }

    private async Task<string> WhereAsync(JobId id, CancellationToken cancellationToken)
    {
        try
        {
            return Standing.Of(await session.Client.GetJobAsync(id, cancellationToken), session.Context.Now);
        }
        catch (Exception error) when (error is MusterException or OperationCanceledException)
        {
            return error is MusterException ? error.Message : "it could not be asked in time";
        }
    }
}

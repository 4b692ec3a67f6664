using Muster.Contracts;

namespace Muster.Grains;

/// <summary>Starting and stopping gangs, as often as it takes.</summary>
internal sealed partial class ClusterGrain
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(5);

    private async Task DispatchAsync(GangTracker tracker)
    {
        var request = tracker.Request!;
        var dispatcher = new GangDispatcher(_gateway, ledger, options.Value.BindWindow, time, () => _heartbeats.Health == ClusterHealth.Ready);
        tracker.IsDispatching = true;
        await _dispatches.WaitAsync(_stopping.Token);
        try
        {
            await Persist(request.Job, request.Attempt, "started", () => !tracker.IsStopping && IsTracked(request.Job, tracker), async () =>
            {
                using var dispatching = new Dispatching(meter, request);
                var (outcome, pods, detail) = dispatching.End(await dispatcher.Dispatch(request, _stopping.Token));
                foreach (var pod in pods)
                    tracker.See(pod);
                await Conclude(request, tracker, outcome, detail);
            });
        }
        finally
        {
            tracker.IsDispatching = false;
            _dispatches.Release();
        }
        Tell(request.Job, tracker);
    }

    private async Task Conclude(DispatchRequest request, GangTracker tracker, DispatchOutcome outcome, string? detail)
    {
        switch (outcome)
        {
            case DispatchOutcome.Dispatched:
                tracker.IsDispatched = true;
                break;
            case DispatchOutcome.Refused or DispatchOutcome.Invalid:
                tracker.Refuse($"cluster {_name} refused it: {detail}", outcome == DispatchOutcome.Invalid);
                break;
            case DispatchOutcome.Lost:
                tracker.Lose(detail ?? "a pod is gone");
                break;
            default:
                await _gateway.StopAsync(request.Job, request.Attempt, _stopping.Token);
                await CleanUpStoppedAsync(request.Job, request.Attempt);
                break;
        }
    }

    private async Task StopAsync(JobId job, GangTracker tracker)
    {
        tracker.IsStopping = true;
        await Persist(job, tracker.Attempt, "stopped", () => IsTracked(job, tracker), () => _gateway.StopAsync(job, tracker.Attempt, _stopping.Token));
        // Evidence is a consistent read of nothing, or of pods that have all ended.
        for (var wait = FirstRetry / 4; IsTracked(job, tracker) && !tracker.IsGone; wait = Longer(wait))
        {
            await Persist(job, tracker.Attempt, "seen to end", () => IsTracked(job, tracker), async () =>
            {
                var pods = await _gateway.ListPodsAsync(job, tracker.Attempt, _stopping.Token);
                foreach (var pod in pods)
                    tracker.See(pod);
                var gone = pods.All(static p => p.HasEnded);
                // Before the job is told and goes on: nothing shows any more what is left of an attempt without pods.
                if (gone)
                    await CleanUpStoppedAsync(job, tracker.Attempt);
                tracker.IsGone = gone;
                // Pods that somebody who began to create them before the stop has left after it.
                if (pods.Any(static p => !p.HasEnded && !p.Terminating))
                    await _gateway.StopAsync(job, tracker.Attempt, _stopping.Token);
            });
            if (!tracker.IsGone)
                await Task.Delay(wait, time, _stopping.Token);
        }
        Tell(job, tracker);
    }

    // No answer is asked for again; a refusal must not keep the job from going on.
    private async Task CleanUpStoppedAsync(JobId job, Attempt attempt)
    {
        try
        {
            await _gateway.CleanUpAsync(job, attempt, _stopping.Token);
        }
        catch (MusterException refusal) when (refusal is not (ClusterUnreachableException or LedgerRolledBackException))
        {
            LogNotCleaned(logger, _name, job, attempt, refusal.Message);
        }
    }

    private async Task CleanUpAsync(JobId job, Attempt attempt)
    {
        try
        {
            await _gateway.CleanUpAsync(job, attempt, _stopping.Token);
        }
        catch (MusterException)
        {
            // Found by its anchor, and removed.
            SweepAnchorsSoon();
        }
    }

    private bool IsTracked(JobId job, GangTracker tracker) => _gangs.TryGetValue(job, out var current) && ReferenceEquals(current, tracker);

    // Repeats a write whose repetition is safe until it succeeds, is no longer wanted, or the activation ends.
    private async Task Persist(JobId job, Attempt attempt, string what, Func<bool> wanted, Func<Task> write)
    {
        var problems = new Seldom(time);
        for (var wait = FirstRetry; wanted(); wait = Longer(wait))
        {
            try
            {
                await write();
                return;
            }
            catch (MusterException problem) when (problem is not LedgerRolledBackException)
            {
                if (problems.IsNews(problem.Message))
                    LogTryAgain(logger, _name, job, attempt, what, problem.Message);
            }
            catch (Exception error) when (error is not (OperationCanceledException or LedgerRolledBackException))
            {
                LogUnexpected(logger, error, _name, what);
            }
            await Task.Delay(wait, time, _stopping.Token);
        }
    }

    private static TimeSpan Longer(TimeSpan wait) => wait * 2 < LastRetry ? wait * 2 : LastRetry;
}

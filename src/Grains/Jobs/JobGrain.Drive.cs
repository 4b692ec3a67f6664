using Muster.Contracts;
using Muster.Ledger;
using Muster.Scheduling;

namespace Muster.Grains;

/// <summary>What a job does in each state, and after each change of state.</summary>
internal sealed partial class JobGrain
{
    // Level-triggered: looks at the record and does what is due in that state. Safe to repeat at any time.
    private async Task Drive()
    {
        switch (_job?.State)
        {
            case JobState.Queued:
                await Wait();
                break;
            case JobState.Admitted:
                await Claim();
                break;
            case JobState.Committed or JobState.Starting or JobState.Running:
                if (GangLifecycle.OnTime(_job.ToGang(), time.GetUtcNow(), options.Value.StartTimeout) is { } step)
                    await Record(step);
                else
                    await Order(cluster => cluster.Dispatch(_job.ToDispatch()));
                SetAlarm();
                break;
            case JobState.Draining or JobState.Fencing:
                await Order(cluster => cluster.Stop(_id, _job.Attempt));
                break;
            case JobState.Succeeded or JobState.Failed or JobState.Cancelled:
                await End();
                break;
            case JobState.Suspended or null:
                DeactivateOnIdle();
                break;
        }
    }

    // A queued job needs nobody in memory but its queue.
    private async Task Wait()
    {
        if (_job!.Spec.DependsOn.Length > 0 && !await DependenciesAreMet())
            return;
        var waiting = await Queue(_job.Spec.Queue).Enqueue(_job.ToPending());
        if (waiting > options.Value.KeepActiveBelow)
            DeactivateOnIdle();
    }

    private async Task<bool> DependenciesAreMet()
    {
        var needs = _job!.Needs();
        var states = await ledger.ReadStatesAsync(needs);
        foreach (var need in needs)
            if (states.TryGetValue(need, out var state) && state is JobState.Failed or JobState.Cancelled)
            {
                await Record(new(JobEvent.Fail, new(ReasonCode.DependencyFailed, $"job {need}, which it depends on, is {state}")));
                return false;
            }
        return needs.All(n => states.TryGetValue(n, out var state) && state == JobState.Succeeded);
    }

    private async Task Claim()
    {
        // Whoever claims has opened the admitted record: no other activation can claim, or commit, in the same epoch.
        if (_epoch != _job!.CoordinatorEpoch || _try == Attempt.MaxTry)
        {
            await Open();
            if (_job is not { State: JobState.Admitted })
            {
                await Drive();
                return;
            }
        }
        var attempt = Attempt.Of(_job.CoordinatorEpoch, ++_try);
        ClaimResult result;
        using var reserving = new Reserving(meter, _job, attempt);
        try
        {
            result = reserving.End(await Coordinator.Claim(_job, attempt));
        }
        catch (LedgerUnavailableException)
        {
            // Whether it was committed is unknown. The next activation opens the job anew, which fences this one's commit.
            DeactivateOnIdle();
            throw;
        }
        if (result.Committed)
        {
            meter.Changed(_job, result.Job!);
            (_job, _conflicts) = (result.Job!, 0);
            await Drive();
            return;
        }
        LogConflict(logger, _id, attempt, result.Conflict?.Message ?? "the record is newer");
        if (result.Conflict is { } conflict)
            await Record(new(JobEvent.Requeue, conflict));
        else
            await Open();
    }

    // Records what happened, then does what follows from it. False when the record refuses: it is newer than what was known.
    private async Task<bool> Record(GangStep step, long? ifVersion = null)
    {
        var before = _job!;
        var outcome = await ledger.TransitionAsync(new JobTransition
        {
            Job = _id,
            Uid = before.Uid,
            Event = step.Event,
            Attempt = before.State.HoldsPlaces() ? before.Attempt : null,
            CoordinatorEpoch = step.Event == JobEvent.Requeue && before.State == JobState.Admitted ? before.CoordinatorEpoch : null,
            Reason = step.Reason ?? (step.Event == JobEvent.Requeue ? before.Reason : null),
            IfVersion = ifVersion,
            DrainTo = step.DrainTo,
            ChargeRetry = step.ChargeRetry,
            NotBefore = step.Event == JobEvent.Requeue ? NextTry(before, step.Reason) : null,
        });
        _job = outcome.Job;
        if (!outcome.Applied)
        {
            if (_job is null)
                throw new JobNotFoundException(_id);
            return false;
        }
        meter.Changed(before, _job!);
        JobSpans.Changed(before, _job!);
        if (_job!.Reason is { } reason)
            LogChanged(logger, _id, before.State, _job.State, reason.Message);
        else
            LogMoved(logger, _id, before.State, _job.State);
        await Changed(before);
        return true;
    }

    private async Task Changed(JobRecord before)
    {
        switch (_job!.State)
        {
            case JobState.Starting or JobState.Running:
                SetAlarm();
                break;
            case JobState.Draining or JobState.Fencing:
                await Order(cluster => cluster.Stop(_id, _job.Attempt));
                break;
            case JobState.Queued:
                await GiveBack(before);
                await Wait();
                break;
            case JobState.Suspended:
                await GiveBack(before);
                DeactivateOnIdle();
                break;
            case JobState.Succeeded or JobState.Failed or JobState.Cancelled:
                await GiveBack(before);
                await End();
                break;
        }
    }

    // Claims, the cluster's allocation and the charge. The ledger has let go of all three already.
    private async Task GiveBack(JobRecord before)
    {
        if (before.State.HoldsPlaces())
        {
            Coordinator.Release(before, before.Attempt);
            await Order(before.Placement!.Cluster, cluster => cluster.Released(_id, before.Attempt));
        }
        await Queue(before.Spec.Queue).Remove(_id, released: before.State.IsCharged());
    }

    private async Task End()
    {
        foreach (var dependent in await ledger.ListDependentsAsync(_id))
            GrainFactory.GetGrain<IJobGrain>(dependent.ToString()).Nudge().Ignore();
        DeactivateOnIdle();
    }

    private Task Order(Func<IClusterGrain, Task> order) => Order(_job!.Placement!.Cluster, order);

    // An order that is lost is given again: the cluster compares with the ledger, and says when something is missing.
    private async Task Order(ClusterName cluster, Func<IClusterGrain, Task> order)
    {
        try
        {
            await order(Cluster(cluster));
        }
        catch (Exception error)
        {
            LogOrderLost(logger, error, _id, cluster);
        }
    }

    private DateTimeOffset? NextTry(JobRecord before, Reason? reason)
    {
        if (before.State == JobState.Admitted && reason?.Code == ReasonCode.PlacementConflict)
        {
            // Decorrelated: gangs that collided must not come back together. A first conflict is planned anew at once.
            var most = Math.Min(options.Value.ConflictBackoff.TotalMilliseconds, 20 * Math.Pow(2, _conflicts++));
            return _conflicts == 1 ? null : time.GetUtcNow().AddMilliseconds(Random.Shared.NextDouble() * most);
        }
        var wait = before.Reason?.Code switch
        {
            ReasonCode.PodFailed or ReasonCode.StartTimeout => GangLifecycle.Backoff(before.Retries, options.Value.FirstBackoff, _id.GetHashCode()),
            // Not the user's fault and not charged, but a node that is broken must not send the gang round and round.
            ReasonCode.PodRejected or ReasonCode.PodLost => GangLifecycle.Backoff(before.Runs - 1, FirstUnchargedBackoff, _id.GetHashCode()),
            _ => TimeSpan.Zero,
        };
        return wait > TimeSpan.Zero ? time.GetUtcNow() + wait : null;
    }

    private void SetAlarm()
    {
        _alarm?.Dispose();
        _alarm = null;
        if (GangLifecycle.NextTime(_job!.ToGang(), options.Value.StartTimeout) is not { } due)
            return;
        var wait = due - time.GetUtcNow();
        _alarm = this.RegisterGrainTimer(
            static (job, _) => job.Drive(), this,
            new GrainTimerCreationOptions(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, TimeSpan.FromMinutes(1)) { KeepAlive = false });
    }
}

using Muster.Contracts;
using Muster.Scheduling;

namespace Muster.Grains;

/// <summary>Following the cluster: its events, its heartbeats, and what it shows after an absence.</summary>
internal sealed partial class ClusterGrain
{
    // Gangs that wait to be told of, at the most, while events keep coming.
    private const int MaxNews = 64;

    private readonly Dictionary<JobId, GangTracker> _news = [];

    // Lists, then watches, for ever. Everything in between runs on the activation's own scheduler.
    private async Task FollowAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                for (var revision = await TakeList(); ;)
                    revision = await Watch(revision);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (MusterException problem)
            {
                if (_followProblems.IsNews(problem.Message))
                    LogFollowBroke(logger, _name, problem.Message);
            }
            catch (Exception error)
            {
                LogUnexpected(logger, error, _name, "following");
            }
            await Pause(options.Value.HeartbeatInterval);
        }
    }

    // Events that come together are told together: a job need not hear of each of its pods by itself.
    private async Task<string> Watch(string revision)
    {
        await using var changes = _gateway.WatchAsync(revision, _stopping.Token).GetAsyncEnumerator(_stopping.Token);
        while (true)
        {
            var next = changes.MoveNextAsync().AsTask();
            if (!next.IsCompletedSuccessfully || _news.Count >= MaxNews)
                TellNews();
            if (!await next)
                return revision;
            revision = changes.Current.Revision;
            Take(changes.Current);
        }
    }

    private void TellNews()
    {
        foreach (var (job, tracker) in _news)
            Tell(job, tracker);
        _news.Clear();
    }

    private void Take(ClusterEvent change)
    {
        if (change.Node is { } node && _table.Upsert(node))
            NodeChanged(node.Name);
        else if (change.RemovedNode is { } removed && _table.RemoveNode(removed))
            NodeChanged(removed);
        else if (change.Pod is { } pod && Find(pod) is { } seen)
        {
            seen.See(pod);
            _news[pod.Job] = seen;
        }
        else if (change.RemovedPod is { } gone && Find(gone) is { } lost)
        {
            lost.Lose(gone, "it was deleted");
            if (!lost.IsStopping)
                _news[gone.Job] = lost;
        }
    }

    private void NodeChanged(string node)
    {
        TellNodeGrain(node);
        NudgeRoots();
    }

    private GangTracker? Find(PodObservation pod) =>
        _gangs.TryGetValue(pod.Job, out var tracker) && tracker.Attempt == pod.Attempt ? tracker : null;

    // A complete list replaces what was known; only it may say that something is gone. Returns its revision.
    private async Task<string> TakeList()
    {
        var dispatched = _gangs.Where(static g => g.Value.IsDispatched).ToDictionary();
        var list = await _gateway.ListAsync(_stopping.Token);
        var names = list.Nodes.Select(static n => n.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var node in list.Nodes)
            if (_table.Upsert(node))
                TellNodeGrain(node.Name);
        foreach (var node in _table.Nodes.Keys.Where(n => !names.Contains(n)).ToArray())
            if (_table.RemoveNode(node))
                TellNodeGrain(node);
        _listed = true;
        var shown = list.Pods.ToLookup(static p => (p.Job, p.Attempt), static p => p.Name);
        foreach (var (job, tracker) in dispatched)
            Miss(job, tracker, shown[(job, tracker.Attempt)]);
        await Reconcile(list);
        NudgeRoots();
        return list.Revision;
    }

    // Pods that were all there before the list was made, and are not on it, are gone.
    private void Miss(JobId job, GangTracker tracker, IEnumerable<string> shown)
    {
        tracker.LoseAllBut(shown.ToHashSet(StringComparer.Ordinal));
        if (IsTracked(job, tracker))
            Tell(job, tracker);
    }

    // Adopts what is current, stops what is superseded, and has every job that holds places here say what it wants.
    private async Task Reconcile(ClusterList list)
    {
        var superseded = false;
        foreach (var attempt in list.Pods.GroupBy(static p => (p.Job, p.Attempt)))
        {
            var (job, number) = attempt.Key;
            var record = await ledger.ReadJobAsync(job, _stopping.Token);
            switch (PodReconciler.Judge(_name, number, record?.State, record?.Attempt ?? Attempt.None, record?.Placement?.Cluster))
            {
                case PodVerdict.Adopt:
                    Adopt(job, number, attempt);
                    break;
                case PodVerdict.Quarantine:
                    LogQuarantined(logger, _name, job, number);
                    break;
                case PodVerdict.Stop when attempt.All(static p => p.Phase is PodPhase.Succeeded or PodPhase.Failed or PodPhase.Rejected):
                    await _gateway.CleanUpAsync(job, number, _stopping.Token);
                    break;
                case PodVerdict.Stop:
                    superseded = true;
                    LogSuperseded(logger, _name, job, number);
                    await _gateway.StopAsync(job, number, _stopping.Token);
                    break;
            }
        }
        foreach (var (job, tracker) in _gangs)
            if (tracker.Request is null || !tracker.IsDispatched)
                GrainFactory.GetGrain<IJobGrain>(job.ToString()).Nudge().Ignore();
        if (!superseded)
            Become(_heartbeats.OnHealed());
    }

    private void Adopt(JobId job, Attempt attempt, IEnumerable<PodObservation> pods)
    {
        if (Track(job, attempt) is not { } tracker)
            return;
        foreach (var pod in pods)
            tracker.See(pod);
        if (tracker.Request is not null)
            Tell(job, tracker);
    }

    private async Task Beat()
    {
        try
        {
            using var patience = new CancellationTokenSource(options.Value.SuspectAfter, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, _stopping.Token);
            await _gateway.ProbeAsync(both.Token);
            _lastHeartbeat = time.GetUtcNow();
            _gauge.Heard();
            Become(_heartbeats.OnBeat(Now, options.Value.Limits));
        }
        catch (Exception problem) when (problem is ClusterUnreachableException or OperationCanceledException)
        {
            Become(_heartbeats.OnSilence(Now, options.Value.Limits));
        }
        _gauge.Publish(_name, _table);
        await GrainFactory.GetGrain<IFleetGrain>(IFleetGrain.Key).Report(_name, _heartbeats.Health);
        if (_heartbeats.Health == ClusterHealth.Lost)
            await FailOver();
        else if (_heartbeats.Health == ClusterHealth.Healing)
            await TakeList();
    }

    private void Become(Heartbeats heartbeats)
    {
        var changed = heartbeats.Health != _heartbeats.Health;
        _heartbeats = heartbeats;
        if (!changed)
            return;
        _healthSince = time.GetUtcNow();
        _table.SetHealth(heartbeats.Health);
        NudgeRoots();
    }

    // As many jobs as the fleet allows now; those that hold are passed over. Repeated until none is left to move.
    private async Task FailOver()
    {
        var movable = _gangs.Where(static g => g.Value.Request?.Failover == FailoverPolicy.Eager && !g.Value.IsStopping).Select(static g => g.Key).ToArray();
        var permit = await GrainFactory.GetGrain<IFleetGrain>(IFleetGrain.Key).RequestFailover(_name, movable.Length);
        foreach (var job in movable.Take(permit.Jobs))
            GrainFactory.GetGrain<IJobGrain>(job.ToString()).ClusterLost(_name).Ignore();
        foreach (var (job, tracker) in _gangs)
            if (tracker.Request is null)
                GrainFactory.GetGrain<IJobGrain>(job.ToString()).Nudge().Ignore();
    }

    // Orders and observations may be lost. Compares with the ledger what is known of gangs here, and says everything again.
    private async Task Resync()
    {
        if (_cordonsAreUnsure)
            await LoadCordons(_stopping.Token);
        var known = _gangs.ToArray();
        var placed = (await ledger.ListPlacedAsync(_name, _stopping.Token)).ToDictionary(static p => p.Job);
        foreach (var (job, tracker) in known)
            if (!placed.TryGetValue(job, out var current) || current.Attempt > tracker.Attempt)
                await Released(job, tracker.Attempt);
        foreach (var (job, current) in placed)
            if (_gangs.TryGetValue(job, out var tracker) && tracker.Request is not null && tracker.IsStopping == IsEnding(current.State))
                Tell(job, tracker, again: true);
            else
                GrainFactory.GetGrain<IJobGrain>(job.ToString()).Nudge().Ignore();

        static bool IsEnding(JobState state) => state is JobState.Draining or JobState.Fencing;
    }

    private async Task Pause(TimeSpan time1)
    {
        try
        {
            await Task.Delay(time1, time, _stopping.Token);
        }
        catch (OperationCanceledException)
        {
            // The activation ends; the loop sees it.
        }
    }
}

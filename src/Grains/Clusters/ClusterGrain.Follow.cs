using Muster.Contracts;

namespace Muster.Grains;

/// <summary>Following the cluster: lists, and events between them.</summary>
internal sealed partial class ClusterGrain
{
    // Gangs that wait to be told of, at the most, while events keep coming.
    private const int MaxNews = 64;

    // While the silos agree on one that died, what is said again may be lost again.
    private const int CatchUps = 3;
    private static readonly TimeSpan CatchUpAfter = TimeSpan.FromSeconds(1.5);

    private readonly Dictionary<JobId, GangTracker> _news = [];
    private IGrainTimer _resync = null!;
    private int _catchUps;

    // Cancelled when the cluster is to be listed again although its events go on.
    private CancellationTokenSource _lookAnew = new();

    // Lists, then watches, for ever. Everything in between runs on the activation's own scheduler.
    private async Task FollowAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                for (var revision = await TakeList(); !_lookAnew.IsCancellationRequested;)
                    revision = await Watch(revision);
                continue;
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (OperationCanceledException) when (_lookAnew.IsCancellationRequested)
            {
                continue;
            }
            catch (LedgerRolledBackException)
            {
                // The guard has said so. What the cluster shows is still followed, and not acted on.
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
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(_lookAnew.Token, _stopping.Token);
        await using var changes = _gateway.WatchAsync(revision, ending.Token).GetAsyncEnumerator(ending.Token);
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
        else if (change.Pod is { } pod)
            Take(pod);
        else if (change.RemovedPod is { } gone)
            TakeAway(gone);
    }

    private void Take(PodObservation pod)
    {
        if (Find(pod) is { } seen)
        {
            seen.See(pod);
            _news[pod.Job] = seen;
        }
        else if (_quarantine.See(pod))
            HoldRoom();
        else if (!pod.HasEnded && !pod.Terminating)
            LookAnew();
    }

    private void TakeAway(PodObservation pod)
    {
        if (Find(pod) is { } tracker)
        {
            tracker.Lose(pod, "it was deleted");
            if (!tracker.IsStopping)
                _news[pod.Job] = tracker;
        }
        else if (_quarantine.Lose(pod))
            HoldRoom();
        else if (_leaving.Contains(new(pod.Job, pod.Attempt)))
            Background(CleanUpAsync(pod.Job, pod.Attempt));
    }

    private void NodeChanged(string node)
    {
        TellNodeGrain(node);
        NudgeRoots();
    }

    private GangTracker? Find(PodObservation pod) =>
        _lineage.Includes(pod.Incarnation) && _gangs.TryGetValue(pod.Job, out var tracker) && tracker.Attempt == pod.Attempt
        && (tracker.Request is null || tracker.Request.Uid == pod.JobUid) ? tracker : null;

    // A complete list replaces what was known; only it may say that something is gone. Returns its revision.
    private async Task<string> TakeList()
    {
        if (_lookAnew.IsCancellationRequested)
        {
            _lookAnew.Dispose();
            _lookAnew = new();
        }
        var healing = _heartbeats.Health == ClusterHealth.Healing ? _healthSince : (DateTimeOffset?)null;
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
        var settled = await Reconcile(list);
        SweepAnchorsSoon();
        // What was seen before the healing began says nothing of it.
        if (settled && healing == _healthSince)
            Become(_heartbeats.OnHealed());
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

    // Orders and observations may be lost. Compares with the ledger what is known of gangs here, and says everything again.
    private async Task Resync()
    {
        if (_catchUps > 0 && --_catchUps == 0)
            _resync.Change(options.Value.ResyncInterval, options.Value.ResyncInterval);
        if (HasStopped)
            return;
        if (_cordonsAreUnsure)
            await LoadCordons(_stopping.Token);
        var known = _gangs.ToArray();
        var placed = (await ledger.ListPlacedAsync(_name, _stopping.Token)).ToDictionary(static p => p.Job);
        foreach (var (job, tracker) in known)
            if (!placed.TryGetValue(job, out var current) || current.Attempt > tracker.Attempt)
                await Released(job, tracker.Attempt);
        foreach (var (job, current) in placed)
        {
            var tracker = _gangs.GetValueOrDefault(job);
            if (tracker is not null)
                tracker.IsFencing = current.State == JobState.Fencing;
            if (tracker?.Request is not null && tracker.IsStopping == IsEnding(current.State))
                Tell(job, tracker, again: true);
            else
                GrainFactory.GetGrain<IJobGrain>(job.ToString()).Nudge().Ignore();
        }

        static bool IsEnding(JobState state) => state is JobState.Draining or JobState.Fencing;
    }

    private void LookAnew() => _lookAnew.Cancel();

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

using Muster.Contracts;
using Muster.Ledger;
using Muster.Scheduling;

namespace Muster.Grains;

/// <summary>What the cluster shows after an absence, compared with what the ledger says.</summary>
internal sealed partial class ClusterGrain
{
    private readonly Quarantine _quarantine = new();
    private readonly Lineage _lineage = new(ledger.Incarnation.ToString(), ledger.Ancestors.Select(static a => a.ToString()).ToHashSet(StringComparer.Ordinal));

    // Attempts that were given up here without evidence: that they run still is no surprise.
    private readonly HashSet<AttemptRef> _givenUp = [];

    // Superseded attempts that were told to stop. What is left of them is removed when their pods are gone.
    private readonly HashSet<AttemptRef> _leaving = [];
    private string? _alarm;

    // Stops what is superseded, adopts what is current, and has every job that holds places here say what it wants.
    // True when nothing that is superseded is left.
    private async Task<bool> Reconcile(ClusterList list)
    {
        if (HasStopped)
            return false;
        var judged = new List<(AttemptRef Attempt, PodVerdict Verdict, PodObservation[] Pods)>();
        foreach (var shown in list.Pods.GroupBy(static p => new AttemptRef(p.Job, p.Attempt)))
            judged.AddRange(await Judge(shown.Key, [.. shown]));
        var superseded = judged.Where(static j => j.Verdict == PodVerdict.Stop).ToArray();
        Alarm(superseded.Count(s => !_givenUp.Contains(s.Attempt)), judged.Count);
        Isolate(judged.Where(j => j.Verdict == PodVerdict.Quarantine || (_alarm is not null && j.Verdict == PodVerdict.Stop)));
        if (_alarm is null)
            await Stop(
                [.. superseded.Select(static s => s.Attempt)], judged.Where(static j => j.Verdict == PodVerdict.CleanUp).Select(static j => j.Attempt),
                judged.Select(static j => j.Attempt).ToHashSet());
        foreach (var (attempt, _, pods) in judged.Where(static j => j.Verdict == PodVerdict.Adopt))
            Adopt(attempt, pods);
        foreach (var (job, tracker) in _gangs)
            if (tracker.Request is null || !tracker.IsDispatched)
                GrainFactory.GetGrain<IJobGrain>(job.ToString()).Nudge().Ignore();
        if (superseded.Length == 0)
            _givenUp.Clear();
        return superseded.Length == 0;
    }

    // Pods of one attempt that carry different marks are judged apart. Orders are for an attempt as a whole: what is
    // mixed with pods that are nobody's to stop is not stopped either.
    private async Task<IEnumerable<(AttemptRef Attempt, PodVerdict Verdict, PodObservation[] Pods)>> Judge(AttemptRef attempt, PodObservation[] shown)
    {
        var record = await ledger.ReadJobAsync(attempt.Job, _stopping.Token);
        var known = record is null ? null : new KnownJob(record.Uid, record.State, record.Attempt, record.Placement?.Cluster);
        var verdicts = shown.GroupBy(static p => (p.JobUid, p.Incarnation)).Select(alike => (
            attempt,
            Verdict: PodReconciler.Judge(_name, _lineage, new(alike.Key.JobUid, alike.Key.Incarnation, attempt.Attempt, alike.All(static p => p.HasEnded)), known),
            Pods: alike.ToArray())).ToArray();
        return verdicts.Length == 1 ? verdicts
            : verdicts.Select(static v => v.Verdict == PodVerdict.Adopt ? v : v with { Verdict = PodVerdict.Quarantine });
    }

    private void Alarm(int unexpected, int shown)
    {
        var before = _alarm;
        _alarm = PodReconciler.AreTooMany(unexpected, shown, options.Value.MaxSuperseded)
            ? $"{unexpected} of {shown} attempts look superseded at once, so none is stopped: if the ledger is the right one, "
                + $"raise Muster:MemberClusters:MaxSuperseded (now {options.Value.MaxSuperseded}) and restart"
            : null;
        if (_alarm is not null && _alarm != before)
            LogAlarm(logger, _name, _alarm);
    }

    private void Isolate(IEnumerable<(AttemptRef Attempt, PodVerdict Verdict, PodObservation[] Pods)> strangers)
    {
        foreach (var (job, attempt) in _quarantine.Replace(strangers.Select(static s => (s.Attempt, s.Pods))))
            LogQuarantined(logger, _name, job, attempt);
        HoldRoom();
    }

    // Pods that are left alone take their room as those of strangers do.
    private void HoldRoom()
    {
        _gauge.Quarantined = _quarantine.Count;
        foreach (var node in _table.SetStrangers(_quarantine.Usage()))
            NodeChanged(node);
    }

    private async Task Stop(AttemptRef[] running, IEnumerable<AttemptRef> ended, HashSet<AttemptRef> shown)
    {
        var left = _leaving.Where(a => !shown.Contains(a)).ToArray();
        foreach (var (job, attempt) in running)
        {
            LogSuperseded(logger, _name, job, attempt);
            await _gateway.StopAsync(job, attempt, _stopping.Token);
            _leaving.Add(new(job, attempt));
        }
        foreach (var (job, attempt) in ended.Concat(left))
        {
            await _gateway.CleanUpAsync(job, attempt, _stopping.Token);
            _leaving.Remove(new(job, attempt));
        }
    }

    private void Adopt(AttemptRef attempt, PodObservation[] pods)
    {
        if (Track(attempt.Job, attempt.Attempt) is not { } tracker)
            return;
        foreach (var pod in pods)
            tracker.See(pod);
        if (tracker.Request is not null)
            Tell(attempt.Job, tracker);
    }

    // A job that left without evidence may have pods here that run on.
    private void GiveUp(JobId job, GangTracker tracker)
    {
        if (tracker.IsGone || tracker.AllEnded)
            return;
        _givenUp.Add(new(job, tracker.Attempt));
        LookAnew();
    }
}

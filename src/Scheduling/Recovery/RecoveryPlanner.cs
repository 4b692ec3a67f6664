using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>
/// Compares what clusters show with what a store that was lost, or went back, still knows, and says how to put it right. Pure and
/// total: whatever clusters show, there is a plan, in which no job runs twice and no place is given to two. What cannot be told for
/// sure is left alone.
/// </summary>
public static class RecoveryPlanner
{
    /// <summary>Makes the plan.</summary>
    /// <param name="clusters">What the clusters show.</param>
    /// <param name="records">What the store knows of the jobs that they show.</param>
    /// <param name="realm">The queues and flavors there are.</param>
    public static RecoveryPlan Plan(IReadOnlyList<ShownCluster> clusters, IReadOnlyDictionary<JobId, RecordedJob> records, RecoveryRealm realm)
    {
        var shown = clusters.SelectMany(ShownAttempt.Of).ToArray();
        ImmutableArray<(ShownAttempt Shown, RecoveryDecision Decision)> decided =
        [
            .. shown.GroupBy(static s => s.Job).OrderBy(static j => j.Key.ToString(), StringComparer.Ordinal)
                .SelectMany(job => Decide([.. job], records.GetValueOrDefault(job.Key), realm)),
        ];
        return new(
            [.. decided.Select(static d => d.Decision)],
            [.. decided.Where(static d => d.Decision.Verdict != RecoveryVerdict.Unrecoverable).SelectMany(static d => d.Shown.Incarnations).Where(static i => Guid.TryParseExact(i, "D", out _)).Select(Guid.Parse)],
            shown.Where(static s => s.IsPossible).Select(static s => s.Attempt.Epoch).DefaultIfEmpty(0).Max());
    }

    private static IEnumerable<(ShownAttempt, RecoveryDecision)> Decide(ShownAttempt[] all, RecordedJob? record, RecoveryRealm realm)
    {
        var possible = all.Where(static s => s.IsPossible).ToArray();
        var uid = record?.Uid ?? Submission(possible);
        var ours = possible.Where(s => s.Uid == uid || (s.Uid.Length == 0 && s.Pods.IsEmpty))
            .OrderBy(static s => s.IsStopped && !s.Runs).ThenByDescending(static s => s.Attempt).ThenByDescending(static s => s.Runs)
            .ThenByDescending(static s => s.Pods.Length).ThenBy(static s => s.Cluster.Name.Value, StringComparer.Ordinal).ToArray();
        var current = uid.Length > 0 ? ours.FirstOrDefault(s => s.Uid == uid) : null;
        var newest = ours.Select(static s => s.Attempt).DefaultIfEmpty(Attempt.None).Max();
        foreach (var shown in all.OrderBy(static s => s.Attempt))
            yield return (shown, !shown.IsPossible ? shown.Decide(RecoveryVerdict.Unrecoverable, "its name or attempt is none that Muster gives")
                : !ours.Contains(shown) ? shown.Decide(RecoveryVerdict.Unrecoverable, record is null ? "another submission of its name is newer" : "its name is another submission's on record")
                : shown == current ? Decide(shown, newest, record, realm)
                : current is null ? shown.Decide(RecoveryVerdict.Superseded, "it was stopped before it was created")
                : shown.Attempt == current.Attempt ? shown.Decide(RecoveryVerdict.Unrecoverable, $"the same attempt is shown in cluster {current.Cluster.Name}, too")
                : shown.Attempt < current.Attempt ? shown.Decide(RecoveryVerdict.Superseded, $"attempt {current.Attempt} is newer")
                : shown.Decide(RecoveryVerdict.Superseded, "it was told to stop"));
    }

    // Of a name that the store does not know: the newest attempt of which something can be read.
    private static string Submission(ShownAttempt[] possible) => possible.Where(static s => s.Uid.Length > 0)
        .OrderByDescending(static s => s.Anchor?.Note is not null).ThenByDescending(static s => s.Attempt).ThenBy(static s => s.Uid, StringComparer.Ordinal)
        .FirstOrDefault()?.Uid ?? "";

    private static RecoveryDecision Decide(ShownAttempt shown, Attempt newest, RecordedJob? record, RecoveryRealm realm)
    {
        if (!shown.HasOrigin)
            return shown.Decide(RecoveryVerdict.Unrecoverable, "it does not say which ledger it is of");
        if (record is null)
            return Recreate(shown, newest, realm);
        if (record.Attempt > shown.Attempt || (record.Attempt == shown.Attempt && !record.State.HoldsPlaces()))
            return shown.Decide(RecoveryVerdict.Superseded, $"its record says {record.State}, and last attempt {record.Attempt}");
        if (record.State.IsFinal())
            return shown.Decide(RecoveryVerdict.Unrecoverable, $"its record says {record.State} by attempt {record.Attempt}, which is older");
        if (record.Attempt < shown.Attempt)
            return MoveForward(shown, newest, record, realm);
        if (record.Placement!.Cluster != shown.Cluster.Name)
            return shown.Decide(RecoveryVerdict.Unrecoverable, $"its record has this attempt in cluster {record.Placement.Cluster}");
        return ShownPlacement.Agrees(shown, record.Placement)
            ? shown.Decide(RecoveryVerdict.Keep, "its record agrees")
            : MoveForward(shown, newest, record, realm);
    }

    private static RecoveryDecision Recreate(ShownAttempt shown, Attempt newest, RecoveryRealm realm)
    {
        var (job, fault) = NoteReader.Read(shown);
        if (job is null)
            return shown.Decide(RecoveryVerdict.Unrecoverable, fault);
        if (ShownPlacement.HasStrangers(shown, job.Demand))
            return shown.Decide(RecoveryVerdict.Unrecoverable, "it has pods that what is kept in its cluster does not speak of");
        var (runs, retries) = NoteReader.Tries(shown.Anchor?.Note);
        return Complete(shown, job with { Newest = newest, Runs = runs, Retries = retries }, RecoveryVerdict.Recreate, realm, record: null);
    }

    private static RecoveryDecision MoveForward(ShownAttempt shown, Attempt newest, RecordedJob record, RecoveryRealm realm)
    {
        var note = shown.Anchor?.Note is { } noted && noted.Uid == shown.Uid ? noted : null;
        var (runs, retries) = NoteReader.Tries(note);
        var job = new RecoveryTarget
        {
            Spec = record.Spec, Demand = record.Demand, Newest = newest,
            Runs = Math.Max(runs, record.Runs), Retries = Math.Max(retries, record.Retries),
        };
        return Complete(shown, job, RecoveryVerdict.MoveForward, realm, record);
    }

    private static RecoveryDecision Complete(ShownAttempt shown, RecoveryTarget job, RecoveryVerdict verdict, RecoveryRealm realm, RecordedJob? record)
    {
        if (QueueForest.RootOf(job.Spec.Queue, realm.Queues) is not { } root)
            return shown.Decide(RecoveryVerdict.Unrecoverable, $"its queue {job.Spec.Queue} is not configured; configure it, and recover again");
        var (bound, isWhole) = ShownPlacement.OfPods(shown, job.Demand);
        var placement = bound.Nodes.Length > 0 ? bound : ShownPlacement.OfNote(shown, job.Demand);
        if (placement is null)
            return shown.Decide(RecoveryVerdict.Unrecoverable, "no pod of it has a node, and where they were to go is not known");
        var charge = NoteReader.Charge(shown.Anchor?.Note, job.Demand, realm.Flavors) is { Length: > 0 } noted ? noted : record?.Charge ?? [];
        var (state, drainTo, reason) = StateOf(shown, isWhole && !ShownPlacement.HasStrangers(shown, job.Demand), record);
        var text = $"{(verdict == RecoveryVerdict.Recreate ? "the store does not know it" : $"its record says {record!.State}, attempt {record.Attempt}")}; {Outlook(state)}"
            + (charge.IsEmpty ? "; its queue is charged with nothing for it, as what it was charged with is not known" : "");
        return shown.Decide(verdict, text) with
        {
            Target = job with { Root = root, State = state, DrainTo = drainTo, Reason = reason, Placement = placement, Charge = charge },
        };
    }

    // Only a gang whose pods all have their nodes goes on. One that was being started is stopped first: of its other pods, only a note says
    // where they were to go, and that is no ground to give places.
    private static (JobState State, JobState? DrainTo, Reason? Reason) StateOf(ShownAttempt shown, bool isWhole, RecordedJob? record)
    {
        if (record is not null && record.Attempt == shown.Attempt)
            return (record.State, record.DrainTo, record.Reason);
        if (shown.IsStopped && record is null)
            return (JobState.Draining, JobState.Suspended, new(ReasonCode.SuspendRequested, "the ledger was recovered, and this attempt had been told to stop, it is not known why: resume it, or cancel it"));
        if (shown.IsStopped || !isWhole)
            return (JobState.Fencing, null, new(ReasonCode.PodLost, "the ledger was recovered while the attempt was being started or stopped"));
        return (shown.Pods.All(static p => p.Phase >= PodPhase.Running) ? JobState.Running : JobState.Starting, null, null);
    }

    private static string Outlook(JobState state) => state switch
    {
        JobState.Draining => "it is stopped and set aside",
        JobState.Fencing => "it is stopped and queued again",
        _ => "it goes on as it is",
    };
}

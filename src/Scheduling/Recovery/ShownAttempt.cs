using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>All that a cluster shows of an attempt of one submission.</summary>
internal sealed record ShownAttempt(ShownCluster Cluster, JobId Job, string Uid, Attempt Attempt, AnchorObservation? Anchor, ImmutableArray<PodObservation> Pods)
{
    /// <summary>Coordinators of a real ledger never come this far: half of what attempts can count to is left for those to come.</summary>
    private const long MaxEpoch = 1L << 32;

    public bool IsStopped => Anchor?.Stopped == true;

    /// <summary>True when some pod has a node and has not ended.</summary>
    public bool Runs => Pods.Any(static p => p.Node is not null && !p.HasEnded);

    public bool IsPossible => Attempt.Value > 0 && Attempt.Epoch <= MaxEpoch && Attempt.Try > 0 && Names.IsLabel(Job.Namespace) && Names.IsLabel(Job.Name);

    /// <summary>The stores that its parts carry.</summary>
    public IEnumerable<string> Incarnations => Pods.Select(static p => p.Incarnation).Append(Anchor is { Incarnation.Length: > 0 } anchor ? anchor.Incarnation : null).OfType<string>();

    public bool HasOrigin => Incarnations.Any() && Incarnations.All(static i => Guid.TryParseExact(i, "D", out _));

    public RecoveryDecision Decide(RecoveryVerdict verdict, string reason) => new(Job, Uid, Attempt, Cluster.Name, Pods.Length, verdict, reason);

    /// <summary>Everything that a cluster shows, by attempt and submission.</summary>
    public static IEnumerable<ShownAttempt> Of(ShownCluster cluster)
    {
        var anchors = cluster.Anchors.GroupBy(static a => (a.Job, a.Attempt)).ToDictionary(static a => a.Key, static a => a.First());
        var pods = cluster.Pods.GroupBy(static p => (p.Job, p.Attempt)).ToDictionary(static p => p.Key, static p => p.ToLookup(static pod => pod.JobUid));
        foreach (var (job, attempt) in anchors.Keys.Union(pods.Keys))
        {
            var anchor = anchors.GetValueOrDefault((job, attempt));
            var shown = pods.GetValueOrDefault((job, attempt));
            // An attempt that was stopped before it was created has an anchor that names no submission.
            var uids = (shown?.Select(static p => p.Key) ?? []).Union(anchor is { JobUid.Length: > 0 } ? [anchor.JobUid] : []).DefaultIfEmpty("");
            foreach (var uid in uids)
                yield return new(
                    cluster, job, uid, attempt, anchor is not null && (anchor.JobUid == uid || anchor.JobUid.Length == 0) ? anchor : null,
                    [.. shown?[uid] ?? []]);
        }
    }
}

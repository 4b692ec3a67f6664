using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>
/// Compares what runs in a cluster with what the ledger says should. Only what is provably superseded is stopped: a ledger
/// that was restored from an old copy, or is another one, knows too little to stop anything.
/// </summary>
public static class PodReconciler
{
    /// <summary>What to do with the pods of an attempt.</summary>
    /// <param name="cluster">The cluster that shows them.</param>
    /// <param name="lineage">Identity of this ledger, and of those it was recovered from.</param>
    /// <param name="seen">What they carry.</param>
    /// <param name="known">The job by the ledger, read after the pods were; null when it does not know the name.</param>
    public static PodVerdict Judge(ClusterName cluster, Lineage lineage, SeenAttempt seen, KnownJob? known)
    {
        if (!lineage.Includes(seen.Incarnation))
            return PodVerdict.Quarantine;
        // Of a job that was deleted; had it not ended, it could not have been. An ancestor's job may be unknown because it was lost.
        if (known is null || seen.JobUid != known.Uid)
            return seen.Ended && seen.Incarnation == lineage.Current ? PodVerdict.CleanUp : PodVerdict.Quarantine;
        if (seen.Attempt > known.Attempt)
            return PodVerdict.Quarantine;
        if (seen.Attempt == known.Attempt && known.State.HoldsPlaces())
            return known.PlacedIn == cluster ? PodVerdict.Adopt : PodVerdict.Quarantine;
        return seen.Ended ? PodVerdict.CleanUp : PodVerdict.Stop;
    }

    /// <summary>
    /// True for the anchor of an attempt that is over by the ledger: what somebody left who died on the way, provided that none of
    /// its pods runs.
    /// </summary>
    /// <param name="lineage">Identity of this ledger, and of those it was recovered from.</param>
    /// <param name="seen">The anchor.</param>
    /// <param name="known">The job by the ledger, read after the anchor was; null when it does not know the name.</param>
    public static bool IsLeftOver(Lineage lineage, AnchorObservation seen, KnownJob? known)
    {
        // One that was stopped before it was created carries no marks of its ledger.
        var isBare = seen.Stopped && seen.Incarnation.Length == 0 && seen.JobUid.Length == 0;
        if (!isBare && !lineage.Includes(seen.Incarnation))
            return false;
        if (known is null || (!isBare && seen.JobUid != known.Uid))
            return seen.Incarnation == lineage.Current;
        return seen.Attempt < known.Attempt || (seen.Attempt == known.Attempt && !known.State.HoldsPlaces());
    }

    /// <summary>
    /// True when so many attempts at once look superseded that it is more likely the ledger that is wrong: more than
    /// <paramref name="most"/>, and more than a twentieth of those that the cluster shows.
    /// </summary>
    /// <param name="superseded">Attempts that are to be stopped and were not expected to be.</param>
    /// <param name="shown">Attempts that the cluster shows.</param>
    /// <param name="most">So many are stopped in any case.</param>
    public static bool AreTooMany(int superseded, int shown, int most) => superseded > Math.Max(most, shown / 20);
}

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
    public static PodVerdict Judge(ClusterName cluster, IReadOnlySet<string> lineage, SeenAttempt seen, KnownJob? known)
    {
        if (known is null || !lineage.Contains(seen.Incarnation) || seen.JobUid != known.Uid || seen.Attempt > known.Attempt)
            return PodVerdict.Quarantine;
        if (seen.Attempt == known.Attempt && known.State.HoldsPlaces())
            return known.PlacedIn == cluster ? PodVerdict.Adopt : PodVerdict.Quarantine;
        return seen.Ended ? PodVerdict.CleanUp : PodVerdict.Stop;
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

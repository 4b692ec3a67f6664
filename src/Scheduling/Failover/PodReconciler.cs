using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>Compares what runs in a cluster with what the ledger says should.</summary>
public static class PodReconciler
{
    /// <summary>What to do with the pods of an attempt.</summary>
    /// <param name="cluster">The cluster that shows them.</param>
    /// <param name="seen">The attempt they carry.</param>
    /// <param name="state">The job's state by the ledger; null when it does not know the job.</param>
    /// <param name="current">The attempt that holds the job's places.</param>
    /// <param name="placedIn">The cluster of that attempt.</param>
    public static PodVerdict Judge(ClusterName cluster, Attempt seen, JobState? state, Attempt current, ClusterName? placedIn)
    {
        if (state is not { } known)
            return PodVerdict.Quarantine;
        return known.HoldsPlaces() && current == seen && placedIn == cluster ? PodVerdict.Adopt : PodVerdict.Stop;
    }
}

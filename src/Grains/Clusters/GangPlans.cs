using Muster.Contracts;
using Muster.Ledger;

namespace Muster.Grains;

/// <summary>From committed places to pods with names.</summary>
internal static class GangPlans
{
    /// <summary>
    /// Every pod of the gang, named for job, attempt, pod set and index, so that no name is ever used twice; in the order in which
    /// the job lists its pod sets, so that its first pod is the one that the others are told to meet at.
    /// </summary>
    /// <param name="request">The order.</param>
    /// <param name="incarnation">Identity of the ledger that committed it.</param>
    public static GangPlan Of(DispatchRequest request, string incarnation)
    {
        var sets = request.PodSets.Select(static (set, place) => (set, place)).ToDictionary(static s => s.set.Name, StringComparer.Ordinal);
        var pods =
            from node in request.Placement.Nodes
            from share in node.Pods
            from index in Enumerable.Range(share.First, share.Count)
            let set = sets[share.PodSet]
            orderby set.place, index
            select new PodPlan(PodPlan.NameOf(request.Job, request.Attempt, share.PodSet, index), set.set, index, node.Node);
        return new(request.Job, request.Uid, request.Attempt, [.. pods]) { Incarnation = incarnation, StableNames = request.StableNames };
    }

    /// <summary>What the cluster keeps of a job, for a ledger that was lost.</summary>
    public static JobNote NoteOf(JobRecord job) => new()
    {
        Uid = job.Uid, Seq = job.Seq, Metadata = job.Metadata, Spec = job.Spec, Placement = job.Placement, Charge = job.Charge,
        Runs = job.Runs, Retries = job.Retries, SubmittedAt = job.SubmittedAt,
    };
}

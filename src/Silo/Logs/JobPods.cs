using System.Collections.Immutable;
using Muster.Contracts;
using Muster.Ledger;

namespace Muster.Silo;

/// <summary>The pods of a job's attempt, by the record: also of one that has ended.</summary>
internal static class JobPods
{
    /// <summary>Most pods whose logs one call reads.</summary>
    public const int MaxPods = 100;

    /// <summary>Names of the pods to read, in their order.</summary>
    /// <param name="job">The job.</param>
    /// <param name="only">One pod, by its whole name or as <c>podSet-index</c>; null for all.</param>
    /// <exception cref="JobStateException">The job has had no pods yet.</exception>
    /// <exception cref="PodNotFoundException">It has no such pod.</exception>
    /// <exception cref="InvalidRequestException">It has too many pods to read them all.</exception>
    public static ImmutableArray<string> Select(JobRecord job, string? only)
    {
        if (job.Placement is null || job.Runs == 0)
            throw new JobStateException($"Job {job.Id} is {job.State} and has had no pods yet, so there is no log. See why: muster explain {job.Id}");
        var pods =
            from node in job.Placement.Nodes
            from share in node.Pods
            from index in Enumerable.Range(share.First, share.Count)
            where only is null || only == $"{share.PodSet}-{index}" || only == PodPlan.NameOf(job.Id, job.Attempt, share.PodSet, index)
            orderby share.PodSet, index
            select PodPlan.NameOf(job.Id, job.Attempt, share.PodSet, index);
        ImmutableArray<string> names = [.. pods];
        return names.Length switch
        {
            0 => throw new PodNotFoundException($"Job {job.Id} has no pod '{Names.Clip(only)}' in its attempt {job.Attempt}. Write podSet-index, for example {job.Spec.PodSets[0].Name}-0."),
            > MaxPods => throw new InvalidRequestException("pod", $"the job has {names.Length} pods, and logs of at most {MaxPods} are read at a time",
                $"name one of them, for example pod={job.Spec.PodSets[0].Name}-0"),
            _ => names,
        };
    }
}

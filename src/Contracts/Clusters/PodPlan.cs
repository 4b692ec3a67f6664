namespace Muster.Contracts;

/// <summary>A pod to create, and the node it will be bound to.</summary>
/// <param name="Name">Name in the cluster.</param>
/// <param name="PodSet">Its pod set.</param>
/// <param name="Index">Its index within the pod set.</param>
/// <param name="Node">The node.</param>
public sealed record PodPlan(string Name, PodSet PodSet, int Index, string Node)
{
    /// <summary>The name of a pod, which no other pod ever has: <c>job-attempt-podset-index</c>.</summary>
    public static string NameOf(JobId job, Attempt attempt, string podSet, int index) => $"{job.Name}-{attempt}-{podSet}-{index}";
}

using Muster.Contracts;

namespace Muster.Kubernetes;

/// <summary>
/// Whether a pod that the cluster has is the one that was wanted. Between our words and the server's stand webhooks and limit ranges:
/// what they add was not placed, and the node would refuse it, or another pod would. Pure.
/// </summary>
internal static class CreatedPodCheck
{
    /// <exception cref="BindingRefusedException">It is not.</exception>
    public static void Require(GangPlan plan, PodPlan wanted, ObservedPod pod, string anchorUid, string origin, ResourceVector planned, bool isNew)
    {
        if (pod.Gang is not { } gang || pod.Origin != origin || pod.Owner != anchorUid
            || gang.Job != plan.Job || gang.Attempt != plan.Attempt || gang.JobUid != plan.Uid || gang.PodSet != wanted.PodSet.Name || gang.Index != wanted.Index)
            throw new BindingRefusedException($"Pod '{wanted.Name}' exists and belongs to another: {Whose(pod)}.");
        if (pod.Scheduler != MusterKeys.SchedulerName)
            throw new BindingRefusedException($"Pod '{wanted.Name}' was given the scheduler '{Names.Clip(pod.Scheduler)}' by the cluster; exempt Muster's pods from the webhook that does so.");
        if (isNew && pod.Node is { } node)
            throw new BindingRefusedException($"Pod '{wanted.Name}' was put onto node '{node}' by the cluster as it was created; exempt Muster's pods from the webhook that does so.");
        foreach (var (name, amount) in pod.Requests.Entries)
            if (amount > planned[name])
                throw new BindingRefusedException(
                    $"Pod '{wanted.Name}' asks for {name}={Quantity.Format(name, amount)} in the cluster, where its template asks for {Quantity.Format(name, planned[name])}; "
                    + "a webhook or LimitRange has changed it: write that into the template, or exempt Muster's pods.");
    }

    private static string Whose(ObservedPod pod) => pod.Gang is { } gang && pod.Origin.Length > 0
        ? $"attempt {gang.Attempt} of {gang.Job}, submission {Names.Clip(gang.JobUid)}, origin {Names.Clip(pod.Origin)}"
        : "it is not a gang's";
}

using System.Collections.Immutable;
using System.Globalization;
using Muster.Contracts;

namespace Muster.Kubernetes;

/// <summary>Environment variables that launchers expect, for every container of a pod.</summary>
internal static class PodEnvironment
{
    // What torchrun listens on unless it is told otherwise.
    private const string MasterPort = "29500";

    /// <summary>Those of the pod with this place in the gang.</summary>
    public static ImmutableArray<KeyValuePair<string, string>> Of(GangPlan plan, int rank)
    {
        var pod = plan.Pods[rank];
        var (place, world) = (Text(rank), Text(plan.Pods.Length));
        var variables = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        Add("MUSTER_JOB", plan.Job.ToString());
        Add("MUSTER_ATTEMPT", plan.Attempt.ToString());
        Add("MUSTER_POD_SET", pod.PodSet.Name);
        Add("MUSTER_RANK", place);
        Add("MUSTER_WORLD_SIZE", world);
        // Grows with every attempt of the job, so that a store can refuse what comes late from an older one.
        Add("MUSTER_FENCE_TOKEN", plan.Attempt.Value.ToString(CultureInfo.InvariantCulture));
        Add("RANK", place);
        Add("WORLD_SIZE", world);
        Add("MASTER_PORT", MasterPort);
        if (plan.StableNames)
            Add("MASTER_ADDR", $"{ObjectNames.Host(plan.Pods[0].PodSet.Name, plan.Pods[0].Index)}.{ObjectNames.Service(plan.Job, plan.Attempt)}");
        return variables.ToImmutable();

        void Add(string name, string value) => variables.Add(new(name, value));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

using Muster.Contracts;

namespace Muster.Kubernetes.Tests;

/// <summary>Plans as a coordinator makes them.</summary>
internal static class Plans
{
    public static GangPlan Of(JobId job, params (string Set, int Count, string Template)[] sets)
    {
        var attempt = Attempt.Of(7, 2);
        var pods = from set in sets
                   let podSet = new PodSet { Name = set.Set, Count = set.Count, Template = new PodTemplate(set.Template) }
                   from index in Enumerable.Range(0, set.Count)
                   select new PodPlan(PodPlan.NameOf(job, attempt, set.Set, index), podSet, index, $"node-{index % 2}");
        return new GangPlan(job, "4f0c6c1e", attempt, [.. pods]) { Incarnation = "ledger-1" };
    }
}

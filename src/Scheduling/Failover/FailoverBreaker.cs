using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>Keeps failover from making things worse: not when it is probably us, not all clusters at once, not all jobs at once.</summary>
public static class FailoverBreaker
{
    /// <summary>How many jobs of a lost cluster may fail over now.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="healths">Health of every cluster of the fleet.</param>
    /// <param name="active">The cluster whose jobs are failing over at present; null for none.</param>
    /// <param name="wanted">Jobs it wants to fail over.</param>
    /// <param name="tokens">Jobs that the rate allows now.</param>
    public static FailoverPermit Permit(
        ClusterName cluster, IReadOnlyDictionary<ClusterName, ClusterHealth> healths, ClusterName? active, int wanted, int tokens)
    {
        // Clusters that vanish together are not found lost at the same moment: whoever is not heard from counts.
        var silent = healths.Count(static h => h.Value is not (ClusterHealth.Ready or ClusterHealth.Healing));
        // Half of them, or both of two.
        if (silent >= Math.Max(2, (healths.Count + 1) / 2) || silent >= healths.Count)
            return new(0, $"{silent} of {healths.Count} clusters are silent at once, which is more likely this silo's network: an operator has to decide");
        if (active is { } other && other != cluster)
            return new(0, $"jobs of cluster {other} are failing over first");
        return tokens < wanted
            ? new(Math.Max(0, tokens), "the rate of failover is limited")
            : new(wanted, null);
    }
}

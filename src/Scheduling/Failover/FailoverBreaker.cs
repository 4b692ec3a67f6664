using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>Keeps failover from making things worse: not when it is probably us, not all clusters at once, not all jobs at once.</summary>
public static class FailoverBreaker
{
    /// <summary>True when jobs that fail over eagerly may leave a cluster of this health.</summary>
    public static bool MayLeave(ClusterHealth health) => health is ClusterHealth.Lost or ClusterHealth.Replaced;

    /// <summary>How many jobs of a lost cluster may fail over now.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="healths">Health of every cluster of the fleet.</param>
    /// <param name="active">The cluster whose jobs are failing over at present; null for none.</param>
    /// <param name="wanted">Jobs it wants to fail over.</param>
    /// <param name="tokens">Jobs that the rate allows now.</param>
    public static FailoverPermit Permit(
        ClusterName cluster, IReadOnlyDictionary<ClusterName, ClusterHealth> healths, ClusterName? active, int wanted, int tokens)
    {
        // Clusters that do not let us in are neither: they answer, so that it is not the network, and they can take nobody over.
        var counted = healths.Count(static h => h.Value != ClusterHealth.Unauthorized);
        // Clusters that vanish together are not found lost at the same moment: whoever is not heard from counts.
        var gone = healths.Count(static h => h.Value is not (ClusterHealth.Ready or ClusterHealth.Healing or ClusterHealth.Unauthorized));
        // Half of them, or both of two.
        if (gone >= Math.Max(2, (counted + 1) / 2) || gone >= counted)
            return new(0, $"{gone} of {counted} clusters are silent or replaced at once, which is more likely this silo's network: an operator has to decide");
        if (active is { } other && other != cluster)
            return new(0, $"jobs of cluster {other} are failing over first");
        return tokens < wanted
            ? new(Math.Max(0, tokens), "the rate of failover is limited")
            : new(wanted, null);
    }
}

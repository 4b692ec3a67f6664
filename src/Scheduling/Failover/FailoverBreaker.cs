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
        var lost = healths.Count(static h => h.Value is ClusterHealth.Lost);
        // Half of them, or both of two.
        if (lost >= Math.Max(2, (healths.Count + 1) / 2) || lost >= healths.Count)
            return new(0, $"{lost} of {healths.Count} clusters are lost at once, which is more likely this silo's network: an operator has to decide");
        if (active is { } other && other != cluster)
            return new(0, $"jobs of cluster {other} are failing over first");
        return tokens < wanted
            ? new(Math.Max(0, tokens), "the rate of failover is limited")
            : new(wanted, null);
    }
}

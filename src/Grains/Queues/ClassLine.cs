using Muster.Contracts;
using Muster.Scheduling;

namespace Muster.Grains;

/// <summary>Waiting jobs of a leaf that ask for the same, in order.</summary>
internal sealed class ClassLine(GangDemand demand)
{
    public GangDemand Demand { get; } = demand;

    public SortedSet<PendingJob> Jobs { get; } = new(HeadOrder.Instance);

    /// <summary>Those of them that the root was shown.</summary>
    public HashSet<JobId> Shown { get; } = [];
}

using Muster.Contracts;
using Muster.Scheduling;

namespace Muster.Grains;

/// <summary>Waiting jobs of a leaf that ask for the same, in order.</summary>
internal sealed class ClassLine(GangDemand demand)
{
    public GangDemand Demand { get; } = demand;

    public SortedSet<PendingJob> Jobs { get; } = new(HeadOrder.Instance);

    /// <summary>How many of them the root was shown.</summary>
    public int Shown { get; set; }
}

using Muster.Contracts;

namespace Muster.Silo;

/// <summary>A queue as people write it.</summary>
public sealed class QueueSettings
{
    /// <summary>Name.</summary>
    public string Name { get; set; } = "";

    /// <summary>The queue above.</summary>
    public string? Parent { get; set; }

    /// <summary>Share of what is borrowed.</summary>
    public int Weight { get; set; } = 1;

    /// <summary>BestEffortFifo or StrictFifo.</summary>
    public QueueStrategy Strategy { get; set; }

    /// <summary>Quota by flavor, in the order in which flavors are tried.</summary>
    public IList<FlavorQuotaSettings> Quotas { get; } = [];
}

namespace Muster.Silo;

/// <summary>Quota of one resource as people write it: quantities as text.</summary>
public sealed class QuotaSettings
{
    /// <summary>What the queue may use without asking anybody.</summary>
    public string Nominal { get; set; } = "0";

    /// <summary>What it may use above that; not set for no limit.</summary>
    public string? BorrowingLimit { get; set; }

    /// <summary>What others may use of it; not set for all.</summary>
    public string? LendingLimit { get; set; }
}

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
    public Contracts.QueueStrategy Strategy { get; set; }

    /// <summary>Quota, by flavor and resource.</summary>
    public Dictionary<string, Dictionary<string, QuotaSettings>> Quotas { get; } = [];
}

/// <summary>A flavor as people write it.</summary>
public sealed class FlavorSettings
{
    /// <summary>Name.</summary>
    public string Name { get; set; } = "";

    /// <summary>Labels of its nodes.</summary>
    public Dictionary<string, string> NodeLabels { get; } = [];
}

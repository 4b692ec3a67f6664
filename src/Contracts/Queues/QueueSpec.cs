using System.Collections.Immutable;

namespace Muster.Contracts;

/// <summary>
/// A queue. Queues form trees: leaves hold jobs, inner queues share what they have among their children. A tree in which
/// no queue names a flavor is limited by the fleet alone.
/// </summary>
[GenerateSerializer, Immutable, Alias("muster.queue-spec")]
public sealed record QueueSpec
{
    /// <summary>Largest weight.</summary>
    public const int MaxWeight = 1_000_000;

    /// <summary>Deepest tree, in queues from root to leaf.</summary>
    public const int MaxDepth = 16;

    /// <summary>Name, a DNS-1123 label.</summary>
    [Id(0)] public string Name { get; init; } = "";

    /// <summary>The queue above; null for the root of a tree.</summary>
    [Id(1)] public string? Parent { get; init; }

    /// <summary>Share of what is borrowed, against its siblings; 0 borrows last. Default 1.</summary>
    [Id(2)] public int Weight { get; init; } = 1;

    /// <summary>What happens behind a job that cannot start.</summary>
    [Id(3)] public QueueStrategy Strategy { get; init; }

    /// <summary>Quota by flavor, in the order in which flavors are tried.</summary>
    [Id(4)] public ImmutableArray<FlavorQuota> Quotas { get; init; } = [];
}

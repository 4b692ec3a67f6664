using System.Collections.Immutable;

namespace Muster.Contracts;

/// <summary>A queue, as shown to people.</summary>
[GenerateSerializer, Immutable, Alias("muster.queue-snapshot")]
public sealed record QueueSnapshot
{
    /// <summary>What was asked for.</summary>
    [Id(0)] public QueueSpec Spec { get; init; } = new();

    /// <summary>Jobs that wait in it.</summary>
    [Id(1)] public int Pending { get; init; }

    /// <summary>Jobs of it, and of queues below it, that are charged.</summary>
    [Id(2)] public int Admitted { get; init; }

    /// <summary>What they are charged with.</summary>
    [Id(3)] public ImmutableArray<FlavorUsage> Usage { get; init; } = [];

    /// <summary>Its share of the tree: dominant resource above its nominal quota by weight, in thousandths.</summary>
    [Id(4)] public long Share { get; init; }

    /// <summary>The queue's own cordon; null when it has none. One of a queue above it holds as well.</summary>
    [Id(5)] public Cordon? Cordon { get; init; }
}

using System.Collections.Immutable;

namespace Muster.Contracts;

/// <summary>What a leaf tells its root: jobs that came to the head of it, and jobs that left.</summary>
[GenerateSerializer, Immutable, Alias("muster.heads-offer")]
public sealed record HeadsOffer
{
    /// <summary>The leaf.</summary>
    [Id(0)] public QueueName Leaf { get; init; }

    /// <summary>The epoch of the root that the leaf believes it speaks to; another root asks for a full offer.</summary>
    [Id(1)] public EpochToken? Root { get; init; }

    /// <summary>True when this replaces all that the root knows of the leaf.</summary>
    [Id(2)] public bool Full { get; init; }

    /// <summary>Jobs to consider.</summary>
    [Id(3)] public ImmutableArray<PendingJob> Heads { get; init; } = [];

    /// <summary>Jobs to consider no longer.</summary>
    [Id(4)] public ImmutableArray<JobId> Withdrawn { get; init; } = [];

    /// <summary>Jobs that wait in the leaf in all.</summary>
    [Id(5)] public int Pending { get; init; }
}

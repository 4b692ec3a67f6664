using System.Collections.Immutable;

namespace Muster.Contracts;

/// <summary>
/// What a cluster keeps of a job that was sent to it, so that a ledger which was lost, or went back, can be told of it again.
/// </summary>
public sealed record JobNote
{
    /// <summary>Which submission of the name.</summary>
    public string Uid { get; init; } = "";

    /// <summary>Its age: order of acceptance in the ledger that accepted it.</summary>
    public long Seq { get; init; }

    /// <summary>Labels and annotations.</summary>
    public JobMetadata Metadata { get; init; } = new();

    /// <summary>What was asked for.</summary>
    public JobSpec Spec { get; init; } = new();

    /// <summary>Where the attempt's pods were to go.</summary>
    public GangPlacement? Placement { get; init; }

    /// <summary>What its queue tree was charged with.</summary>
    public ImmutableArray<FlavorUsage> Charge { get; init; } = [];

    /// <summary>Commits up to this attempt, with it.</summary>
    public int Runs { get; init; }

    /// <summary>Failed tries that were charged to the user.</summary>
    public int Retries { get; init; }

    /// <summary>When it was accepted.</summary>
    public DateTimeOffset SubmittedAt { get; init; }
}

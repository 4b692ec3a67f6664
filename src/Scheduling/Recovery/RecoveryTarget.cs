using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>How a job is to stand on record.</summary>
public sealed record RecoveryTarget
{
    /// <summary>Its age; 0 when it is not known.</summary>
    public long Seq { get; init; }

    /// <summary>Labels and annotations.</summary>
    public JobMetadata Metadata { get; init; } = new();

    /// <summary>What was asked for.</summary>
    public JobSpec Spec { get; init; } = new();

    /// <summary>What placement needs to know of it.</summary>
    public GangDemand Demand { get; init; } = new();

    /// <summary>The queue tree that is charged.</summary>
    public QueueName Root { get; init; }

    /// <summary>Its state: one that holds places.</summary>
    public JobState State { get; init; }

    /// <summary>While draining: the state to come.</summary>
    public JobState? DrainTo { get; init; }

    /// <summary>Why.</summary>
    public Reason? Reason { get; init; }

    /// <summary>The newest attempt of the job that is shown anywhere.</summary>
    public Attempt Newest { get; init; }

    /// <summary>Its places.</summary>
    public GangPlacement Placement { get; init; } = new(default, []);

    /// <summary>What its tree is charged with.</summary>
    public ImmutableArray<FlavorUsage> Charge { get; init; } = [];

    /// <summary>Commits up to the attempt, with it.</summary>
    public int Runs { get; init; }

    /// <summary>Failed tries that were charged to the user.</summary>
    public int Retries { get; init; }

    /// <summary>When it was accepted.</summary>
    public DateTimeOffset SubmittedAt { get; init; }
}

using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>A job that holds places, as clusters show it.</summary>
public sealed record RecoveredJob
{
    /// <summary>The job.</summary>
    public JobId Id { get; init; }

    /// <summary>Which submission of the name.</summary>
    public string Uid { get; init; } = "";

    /// <summary>Its age. Given to a job that is not known, if no other has it; 0, or one that another has: a new one.</summary>
    public long Seq { get; init; }

    /// <summary>Labels and annotations, for a job that is not known.</summary>
    public JobMetadata Metadata { get; init; } = new();

    /// <summary>What was asked for, for a job that is not known.</summary>
    public JobSpec Spec { get; init; } = new();

    /// <summary>What placement needs to know of it, for a job that is not known.</summary>
    public GangDemand Demand { get; init; } = new();

    /// <summary>The queue tree that is charged.</summary>
    public QueueName Root { get; init; }

    /// <summary>Where it stands: a state that holds places.</summary>
    public JobState State { get; init; }

    /// <summary>While draining: the state to come.</summary>
    public JobState? DrainTo { get; init; }

    /// <summary>Why.</summary>
    public Reason? Reason { get; init; }

    /// <summary>The attempt that holds the places.</summary>
    public Attempt Attempt { get; init; }

    /// <summary>The newest attempt of it that is shown anywhere. Nothing up to it can be committed any more.</summary>
    public Attempt Newest { get; init; }

    /// <summary>Its places: at least one node, and each once.</summary>
    public GangPlacement Placement { get; init; } = new(default, []);

    /// <summary>What its tree is charged with.</summary>
    public ImmutableArray<FlavorUsage> Charge { get; init; } = [];

    /// <summary>Commits up to the attempt, with it.</summary>
    public int Runs { get; init; }

    /// <summary>Failed tries that were charged to the user.</summary>
    public int Retries { get; init; }

    /// <summary>When it was accepted, for a job that is not known.</summary>
    public DateTimeOffset SubmittedAt { get; init; }

    /// <exception cref="ArgumentException">It is no job that holds places.</exception>
    internal void Require()
    {
        if (!State.HoldsPlaces() || Placement.Nodes.IsDefaultOrEmpty || Uid.Length == 0 || Attempt.Value <= 0 || Newest < Attempt
            || Placement.Nodes.DistinctBy(static node => node.Node, StringComparer.Ordinal).Count() < Placement.Nodes.Length)
            throw new ArgumentException($"A job that is recovered holds places, on each node once, by an attempt: {Id} {State} {Attempt}.");
    }
}

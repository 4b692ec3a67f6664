using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>What the store still says of a job that a cluster shows.</summary>
public sealed record RecordedJob
{
    /// <summary>Which submission of the name.</summary>
    public string Uid { get; init; } = "";

    /// <summary>What was asked for.</summary>
    public JobSpec Spec { get; init; } = new();

    /// <summary>What placement needs to know of it.</summary>
    public GangDemand Demand { get; init; } = new();

    /// <summary>Its state.</summary>
    public JobState State { get; init; }

    /// <summary>While draining: the state to come.</summary>
    public JobState? DrainTo { get; init; }

    /// <summary>Why it is in its state.</summary>
    public Reason? Reason { get; init; }

    /// <summary>The attempt that holds, or last held, its places.</summary>
    public Attempt Attempt { get; init; }

    /// <summary>Its places; null for none.</summary>
    public GangPlacement? Placement { get; init; }

    /// <summary>What its queue tree is charged with.</summary>
    public ImmutableArray<FlavorUsage> Charge { get; init; } = [];

    /// <summary>Commits so far.</summary>
    public int Runs { get; init; }

    /// <summary>Failed tries that were charged to the user.</summary>
    public int Retries { get; init; }
}

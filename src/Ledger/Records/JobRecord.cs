using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>A job as the ledger knows it: the truth about it.</summary>
public sealed record JobRecord
{
    /// <summary>The job.</summary>
    public JobId Id { get; init; }

    /// <summary>Identity of this submission of the name.</summary>
    public string Uid { get; init; } = "";

    /// <summary>Order of acceptance in the fleet; a job's age. Kept over requeues.</summary>
    public long Seq { get; init; }

    /// <summary>
    /// Grows with every recorded event; unique in the whole ledger. Openings and aborts, of which nothing is shown, leave it.
    /// </summary>
    public long Version { get; init; }

    /// <summary>Labels and annotations.</summary>
    public JobMetadata Metadata { get; init; } = new();

    /// <summary>What was asked for.</summary>
    public JobSpec Spec { get; init; } = new();

    /// <summary>What placement needs to know of it.</summary>
    public GangDemand Demand { get; init; } = new();

    /// <summary>Where it stands.</summary>
    public JobState State { get; init; }

    /// <summary>Epoch of the coordinator (activation) that may commit it.</summary>
    public long CoordinatorEpoch { get; init; }

    /// <summary>Attempts up to this one can never be committed any more.</summary>
    public Attempt AbortedUpTo { get; init; }

    /// <summary>The attempt that holds, or last held, places; <see cref="Attempt.None"/> before the first.</summary>
    public Attempt Attempt { get; init; }

    /// <summary>
    /// While admitted: the planned placement. Once committed: the committed one, also after the end. Null while queued or suspended,
    /// and after an end without a commit.
    /// </summary>
    public GangPlacement? Placement { get; init; }

    /// <summary>What its queue tree is charged with; empty while queued, while suspended and at the end.</summary>
    public ImmutableArray<FlavorUsage> Charge { get; init; } = [];

    /// <summary>Commits so far.</summary>
    public int Runs { get; init; }

    /// <summary>Failed tries charged to the user.</summary>
    public int Retries { get; init; }

    /// <summary>While draining: the state it drains to, final or suspended. While fencing: null.</summary>
    public JobState? DrainTo { get; init; }

    /// <summary>Why it is in its state.</summary>
    public Reason? Reason { get; init; }

    /// <summary>Not to be admitted before.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>When it was accepted.</summary>
    public DateTimeOffset SubmittedAt { get; init; }

    /// <summary>When it came into its state.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>When the last attempt ran whole.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>W3C <c>traceparent</c> of the span it was submitted in; null for none.</summary>
    public string? TraceParent { get; init; }
}

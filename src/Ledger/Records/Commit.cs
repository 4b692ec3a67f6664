using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>A node's grant, for a commit: the token of the activation that granted.</summary>
public sealed record NodeGrant(string Node, EpochToken Token);

/// <summary>A gang to commit, whole.</summary>
public sealed record Commit
{
    /// <summary>The job.</summary>
    public JobId Job { get; init; }

    /// <summary>Epoch of the coordinator that commits.</summary>
    public long CoordinatorEpoch { get; init; }

    /// <summary>The attempt.</summary>
    public Attempt Attempt { get; init; }

    /// <summary>Its places.</summary>
    public GangPlacement Placement { get; init; } = new(default, []);

    /// <summary>The grant of every node of the placement.</summary>
    public ImmutableArray<NodeGrant> Grants { get; init; } = [];

    /// <summary>The store that the coordinator believes it speaks to.</summary>
    public Guid Incarnation { get; init; }
}

/// <summary>What became of a commit.</summary>
public enum CommitResult
{
    /// <summary>It is committed: now, or by the same attempt before.</summary>
    Committed,

    /// <summary>The job is not admitted.</summary>
    WrongState,

    /// <summary>Another activation of the job has opened it since.</summary>
    StaleCoordinator,

    /// <summary>The attempt was aborted before.</summary>
    Aborted,

    /// <summary>Some grants are from activations that are not current any more.</summary>
    StaleNodes,

    /// <summary>The store is another one.</summary>
    OtherIncarnation,
}

/// <summary>What became of a commit, the job as it stands, and the nodes whose grants are stale.</summary>
public sealed record CommitOutcome(CommitResult Result, JobRecord? Job, ImmutableArray<string> StaleNodes);

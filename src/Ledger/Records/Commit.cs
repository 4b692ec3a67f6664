using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>A gang to commit, whole.</summary>
public sealed record Commit
{
    /// <summary>The job.</summary>
    public JobId Job { get; init; }

    /// <summary>Epoch of the coordinator that commits.</summary>
    public long CoordinatorEpoch { get; init; }

    /// <summary>The attempt.</summary>
    public Attempt Attempt { get; init; }

    /// <summary>Its places: at least one node, and each once.</summary>
    public GangPlacement Placement { get; init; } = new(default, []);

    /// <summary>The grant of every node of the placement.</summary>
    public ImmutableArray<NodeGrant> Grants { get; init; } = [];

    /// <summary>The store that the coordinator believes it speaks to.</summary>
    public Guid Incarnation { get; init; }
}

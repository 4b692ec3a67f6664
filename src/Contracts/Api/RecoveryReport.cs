using System.Collections.Immutable;

namespace Muster.Contracts;

/// <summary>What a recovery of the ledger from the clusters found, and what it does or would do.</summary>
public sealed record RecoveryReport
{
    /// <summary>Most jobs that are listed; what is to be changed or cannot be recovered goes first.</summary>
    public const int MaxJobs = 10_000;

    /// <summary>How far it has come.</summary>
    public RecoveryState State { get; init; }

    /// <summary>Why it broke off, or what is left to be done, for people; null for nothing.</summary>
    public string? Problem { get; init; }

    /// <summary>Why this silo does not act, for people; null when it does.</summary>
    public string? Stopped { get; init; }

    /// <summary>Identity of the store at this moment; null when there is none.</summary>
    public string? Incarnation { get; init; }

    /// <summary>Identities of the stores that it was recovered from.</summary>
    public ImmutableArray<string> Ancestors { get; init; } = [];

    /// <summary>True while the store records nothing but a recovery, which may have broken off.</summary>
    public bool Frozen { get; init; }

    /// <summary>What each cluster shows.</summary>
    public ImmutableArray<RecoveryCluster> Clusters { get; init; } = [];

    /// <summary>Jobs that the store did not know, and that are put on record.</summary>
    public int Recreated { get; init; }

    /// <summary>Jobs whose records were behind, and are moved forward.</summary>
    public int MovedForward { get; init; }

    /// <summary>Attempts whose records agree.</summary>
    public int Kept { get; init; }

    /// <summary>Attempts that are superseded, and are stopped in the ordinary way.</summary>
    public int Superseded { get; init; }

    /// <summary>Attempts that are left alone.</summary>
    public int Unrecoverable { get; init; }

    /// <summary>The attempts that clusters show, at most <see cref="MaxJobs"/>.</summary>
    public ImmutableArray<RecoveryJob> Jobs { get; init; } = [];
}

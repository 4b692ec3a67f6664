namespace Muster.Ledger;

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

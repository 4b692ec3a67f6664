namespace Muster.Ledger;

/// <summary>What became of a deletion.</summary>
public enum DeletionResult
{
    /// <summary>The job is forgotten.</summary>
    Deleted,

    /// <summary>No such job.</summary>
    NotKnown,

    /// <summary>It has changed since the version that was named.</summary>
    OtherVersion,

    /// <summary>It has not ended.</summary>
    NotEnded,
}

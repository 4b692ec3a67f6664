namespace Muster.Ledger;

/// <summary>What became of a job that was to be put on record.</summary>
public enum RecoveryResult
{
    /// <summary>It was not known, and is now.</summary>
    Created,

    /// <summary>Its record was older, and was moved to the attempt.</summary>
    Moved,

    /// <summary>Its record says the same, or is newer: nothing was changed.</summary>
    Kept,

    /// <summary>The name is another submission's: nothing was changed.</summary>
    OtherSubmission,
}

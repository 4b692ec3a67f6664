namespace Muster.Ledger;

/// <summary>What became of a submission.</summary>
public enum SubmissionResult
{
    /// <summary>It is recorded now.</summary>
    Created,

    /// <summary>The same submission was recorded before.</summary>
    Repeated,

    /// <summary>The name is taken by another submission.</summary>
    NameTaken,

    /// <summary>The token was used with another body.</summary>
    TokenConflict,
}

namespace Muster.Contracts;

/// <summary>What became of one job of a batch.</summary>
public sealed record JobBatchOutcome
{
    /// <summary>201: new. 200: it had been accepted before. Else the status that a single submission would have got.</summary>
    public int Status { get; init; }

    /// <summary>The job, when it was accepted.</summary>
    public Job? Job { get; init; }

    /// <summary>Why it was not accepted; 503: the outcome is unknown, send it again with its token.</summary>
    public Problem? Problem { get; init; }
}

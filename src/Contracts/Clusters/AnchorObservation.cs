namespace Muster.Contracts;

/// <summary>The object that stands for an attempt in a cluster, and owns its pods. It may be there without any.</summary>
public sealed record AnchorObservation
{
    /// <summary>The job.</summary>
    public JobId Job { get; init; }

    /// <summary>Which submission of that name; empty for an attempt that was stopped before it was created.</summary>
    public string JobUid { get; init; } = "";

    /// <summary>The attempt.</summary>
    public Attempt Attempt { get; init; }

    /// <summary>Identity of the ledger that committed the attempt; empty for one that was stopped before it was created.</summary>
    public string Incarnation { get; init; } = "";

    /// <summary>True when the attempt was told to stop: nothing of it is created any more.</summary>
    public bool Stopped { get; init; }

    /// <summary>What is kept of the job; null when nothing is, or it cannot be read.</summary>
    public JobNote? Note { get; init; }
}

namespace Muster.Contracts;

/// <summary>How a node answers a request for places.</summary>
[Alias("muster.prepare-outcome")]
public enum PrepareOutcome
{
    /// <summary>The places are held for the attempt.</summary>
    Granted = 0,

    /// <summary>Only attempts that are not committed yet stand in the way.</summary>
    Busy = 1,

    /// <summary>The places are not there.</summary>
    Insufficient = 2,

    /// <summary>The node cannot say at present: it is recovering, unknown to its cluster, or takes nothing new.</summary>
    Unavailable = 3,

    /// <summary>A later attempt of the job was here, or this one was released already.</summary>
    Superseded = 4,
}

namespace Muster.Contracts;

/// <summary>Where a job stands. The numbers are wire format and ledger format.</summary>
[Alias("muster.job-state")]
public enum JobState
{
    /// <summary>Waits for quota and places.</summary>
    Queued = 0,

    /// <summary>Has quota and a planned placement; its places are being claimed.</summary>
    Admitted = 1,

    /// <summary>Its places are recorded in the ledger; nothing has been created yet.</summary>
    Committed = 2,

    /// <summary>Its pods are being created and bound.</summary>
    Starting = 3,

    /// <summary>Every pod runs, or has run.</summary>
    Running = 4,

    /// <summary>Its pods are being stopped: for good, or until it is resumed.</summary>
    Draining = 5,

    /// <summary>Its attempt is superseded; its pods are being stopped before it is queued again.</summary>
    Fencing = 6,

    /// <summary>Every pod succeeded. Final.</summary>
    Succeeded = 7,

    /// <summary>It failed and will not be tried again. Final.</summary>
    Failed = 8,

    /// <summary>Its owner cancelled it. Final.</summary>
    Cancelled = 9,

    /// <summary>Its owner set it aside: it holds nothing and waits for nothing but to be resumed. Its age is kept.</summary>
    Suspended = 10,
}

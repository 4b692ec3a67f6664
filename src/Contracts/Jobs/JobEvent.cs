namespace Muster.Contracts;

/// <summary>What may happen to a job. The numbers are wire format and ledger format.</summary>
[Alias("muster.job-event")]
public enum JobEvent
{
    /// <summary>Its queue tree gave it quota and planned its places.</summary>
    Admit = 0,

    /// <summary>Every node granted its part, and the ledger recorded the whole.</summary>
    Commit = 1,

    /// <summary>The cluster began to create its pods.</summary>
    Start = 2,

    /// <summary>Every pod runs.</summary>
    Run = 3,

    /// <summary>It is to be stopped, for good or until it is resumed; or, while it is being stopped to be suspended, for good after all.</summary>
    Drain = 4,

    /// <summary>Its attempt is superseded.</summary>
    Fence = 5,

    /// <summary>It goes back to its queue, age kept.</summary>
    Requeue = 6,

    /// <summary>Every pod succeeded.</summary>
    Succeed = 7,

    /// <summary>It failed for good.</summary>
    Fail = 8,

    /// <summary>It is cancelled and nothing of it runs.</summary>
    Cancel = 9,

    /// <summary>It is set aside and nothing of it runs.</summary>
    Suspend = 10,

    /// <summary>It is to wait for quota and places again, age kept.</summary>
    Resume = 11,
}

namespace Muster.Scheduling;

/// <summary>What to do with an attempt's pods that a cluster shows.</summary>
public enum PodVerdict
{
    /// <summary>They are the job's present attempt: follow them.</summary>
    Adopt,

    /// <summary>By this ledger they are superseded: stop them.</summary>
    Stop,

    /// <summary>They are superseded and have ended: remove what is left of them.</summary>
    CleanUp,

    /// <summary>This ledger cannot prove that they are its own and superseded: leave them alone, and say so.</summary>
    Quarantine,
}

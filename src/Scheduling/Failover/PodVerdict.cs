namespace Muster.Scheduling;

/// <summary>What to do with an attempt's pods that a cluster shows.</summary>
public enum PodVerdict
{
    /// <summary>They are the job's present attempt: follow them.</summary>
    Adopt,

    /// <summary>A later attempt, or none, is the present one: stop them.</summary>
    Stop,

    /// <summary>The ledger does not know the job: leave them alone, and say so.</summary>
    Quarantine,
}

namespace Muster.Scheduling.Tests;

/// <summary>The protocol with one guard removed.</summary>
public enum Mutant
{
    /// <summary>Every guard is there.</summary>
    None,

    /// <summary>The ledger commits whatever token the grants carry.</summary>
    CommitIgnoresTokens,

    /// <summary>The ledger commits attempts that it called aborted.</summary>
    CommitIgnoresAborts,

    /// <summary>The ledger commits for a coordinator that was replaced.</summary>
    CommitIgnoresEpoch,

    /// <summary>A node frees a claim because its time is over, without the ledger's word.</summary>
    TimerFrees,

    /// <summary>A coordinator goes on after a commit whose outcome it does not know.</summary>
    NoResolve,

    /// <summary>An activation reads what is committed on its node before it opens it.</summary>
    LoadBeforeOpen,

    /// <summary>A suspended job comes back with the coordinator that it had.</summary>
    SuspendKeepsEpoch,
}

namespace Muster.Contracts;

/// <summary>How far a recovery of the ledger has come.</summary>
public enum RecoveryState
{
    /// <summary>None was asked for since this silo was started.</summary>
    None,

    /// <summary>It was looked at what would be done; nothing was changed.</summary>
    Planned,

    /// <summary>It is under way.</summary>
    Running,

    /// <summary>It has ended. Every silo has to be started anew.</summary>
    Done,

    /// <summary>It broke off: begin it again.</summary>
    Failed,
}

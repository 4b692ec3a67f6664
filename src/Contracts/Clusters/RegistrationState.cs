namespace Muster.Contracts;

/// <summary>What the ledger's row of a cluster stands for.</summary>
[Alias("muster.registration-state")]
public enum RegistrationState
{
    /// <summary>A cluster of the configuration: only its identity is on record.</summary>
    Configured = 0,

    /// <summary>Registered while Muster ran.</summary>
    Registered = 1,

    /// <summary>It is gone; jobs that held places there are still being told.</summary>
    Removing = 2,
}

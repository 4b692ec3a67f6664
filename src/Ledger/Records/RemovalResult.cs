namespace Muster.Ledger;

/// <summary>What came of removing a cluster.</summary>
public enum RemovalResult
{
    /// <summary>It is gone.</summary>
    Removed,

    /// <summary>It is gone, and jobs that held places there are to be told: see <see cref="Contracts.RegistrationState.Removing"/>.</summary>
    Removing,

    /// <summary>Jobs hold places there. Nothing was done.</summary>
    InUse,

    /// <summary>No such cluster is registered.</summary>
    Unknown,
}

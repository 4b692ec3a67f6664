namespace Muster.Ledger;

/// <summary>What came of registering a cluster.</summary>
public enum RegistrationResult
{
    /// <summary>It is new, or was changed.</summary>
    Recorded,

    /// <summary>It was registered so before.</summary>
    Same,

    /// <summary>The name is registered with other labels, or it is of the configuration, and nothing was to be replaced.</summary>
    Taken,

    /// <summary>The name is that of a cluster with another identity.</summary>
    OtherIdentity,

    /// <summary>The one of that name is still being removed.</summary>
    Removing,

    /// <summary>There are <see cref="Contracts.ClusterRegistration.MaxClusters"/> already.</summary>
    TooMany,
}

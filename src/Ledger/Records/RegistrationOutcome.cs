using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>What came of registering a cluster, and how it stands.</summary>
public readonly record struct RegistrationOutcome(RegistrationResult Result, ClusterRegistration? Stands);

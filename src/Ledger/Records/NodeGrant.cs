using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>A node's grant, for a commit: the token of the activation that granted.</summary>
public sealed record NodeGrant(string Node, EpochToken Token);

using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>Places held on one node by one attempt.</summary>
public sealed record NodeClaim(JobId Job, Attempt Attempt, ResourceVector Resources);

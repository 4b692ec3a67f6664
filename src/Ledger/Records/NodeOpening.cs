using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>Places held on one node by one attempt.</summary>
public sealed record NodeClaim(JobId Job, Attempt Attempt, ResourceVector Resources);

/// <summary>The answer to opening a node: every place held there, read after the token became the current one.</summary>
public sealed record NodeOpening(ImmutableArray<NodeClaim> Claims);

using System.Collections.Immutable;

namespace Muster.Ledger;

/// <summary>The answer to opening a node: every place held there, read after the token became the current one.</summary>
public sealed record NodeOpening(ImmutableArray<NodeClaim> Claims);

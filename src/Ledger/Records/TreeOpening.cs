using System.Collections.Immutable;

namespace Muster.Ledger;

/// <summary>The answer to opening a queue tree: every job charged to it, read after the token became the current one.</summary>
public sealed record TreeOpening(ImmutableArray<ChargedJob> Charged);

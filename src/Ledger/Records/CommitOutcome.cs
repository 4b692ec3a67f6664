using System.Collections.Immutable;

namespace Muster.Ledger;

/// <summary>What became of a commit, the job as it stands, and the nodes whose grants are stale.</summary>
public sealed record CommitOutcome(CommitResult Result, JobRecord? Job, ImmutableArray<string> StaleNodes);

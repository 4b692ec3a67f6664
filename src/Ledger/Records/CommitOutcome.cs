using System.Collections.Immutable;

namespace Muster.Ledger;

/// <summary>
/// What became of a commit, the job as it stands (null when it is not known, or the store is another), and the nodes whose
/// grants are stale or missing.
/// </summary>
public sealed record CommitOutcome(CommitResult Result, JobRecord? Job, ImmutableArray<string> StaleNodes);

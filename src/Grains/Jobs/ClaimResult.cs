using Muster.Contracts;
using Muster.Ledger;

namespace Muster.Grains;

/// <summary>What became of an attempt to claim a gang's places.</summary>
/// <param name="Committed">True when the ledger has the gang, whole.</param>
/// <param name="Job">The job as it stands by the ledger; null when the ledger was not asked.</param>
/// <param name="Conflict">Why not, when some place was not granted.</param>
internal sealed record ClaimResult(bool Committed, JobRecord? Job, Reason? Conflict);

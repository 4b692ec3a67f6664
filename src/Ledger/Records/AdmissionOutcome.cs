using System.Collections.Immutable;

namespace Muster.Ledger;

/// <summary>What became of a batch of admissions.</summary>
/// <param name="Stale">True when another activation has opened the tree since: nothing was admitted.</param>
/// <param name="Admitted">For each admission, in order: false when the job was not queued any more.</param>
public sealed record AdmissionOutcome(bool Stale, ImmutableArray<bool> Admitted);

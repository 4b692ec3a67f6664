using System.Collections.Immutable;

namespace Muster.Ledger;

/// <summary>A page of a list of jobs.</summary>
/// <param name="Items">The jobs. They may be fewer than were asked for, even none, when few of those that were looked at match.</param>
/// <param name="Next">What to go on after: <see cref="JobQuery.AfterSeq"/> of the next page; null when this is the last.</param>
public sealed record JobRecordPage(ImmutableArray<JobRecord> Items, long? Next);

using System.Collections.Immutable;

namespace Muster.Contracts;

/// <summary>Entries of the event log, as <c>GET /v1/changes</c> answers.</summary>
/// <param name="Items">The entries, in the order of their sequence.</param>
/// <param name="End">Sequence of the log's last entry as it stands, which may be beyond these items.</param>
public sealed record ChangePage(ImmutableArray<JobChange> Items, long End);

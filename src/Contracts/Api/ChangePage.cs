using System.Collections.Immutable;

namespace Muster.Contracts;

/// <summary>Entries of the event log, as <c>GET /v1/events</c> answers.</summary>
/// <param name="Items">The entries, in the order of their sequence.</param>
/// <param name="End">Sequence of the log's last entry as it stands, which may be beyond these items.</param>
/// <param name="Next">What to send as <c>after</c> for the next page: up to there everything was looked at. A page may be short, even empty, while it is below <paramref name="End"/>.</param>
public sealed record ChangePage(ImmutableArray<JobChange> Items, long End, long? Next = null);

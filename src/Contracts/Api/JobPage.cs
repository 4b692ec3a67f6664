using System.Collections.Immutable;

namespace Muster.Contracts;

/// <summary>Jobs, newest last, as <c>GET /v1/jobs</c> answers.</summary>
/// <param name="Items">The jobs.</param>
/// <param name="Next">What to send as <c>after</c> for the next page; null when this is the last.</param>
public sealed record JobPage(ImmutableArray<Job> Items, long? Next);

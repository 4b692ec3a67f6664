using System.Collections.Immutable;

namespace Muster.Contracts;

/// <summary>Who the silo takes the caller for, as <c>GET /v1/whoami</c> answers.</summary>
/// <param name="Name">Name of the token; <c>anonymous</c> without one.</param>
/// <param name="Grants">What the caller may do.</param>
public sealed record CallerInfo(string Name, ImmutableArray<CallerGrant> Grants);

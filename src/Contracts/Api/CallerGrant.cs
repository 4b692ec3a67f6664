using System.Collections.Immutable;

namespace Muster.Contracts;

/// <summary>A role, and where it holds.</summary>
/// <param name="Role"><c>admin</c>, <c>operator</c>, <c>viewer</c>, <c>submit</c> or <c>manage</c>.</param>
/// <param name="Queue">The queue, with those below it; null for every queue.</param>
/// <param name="Namespaces">The namespaces; empty for every namespace.</param>
public sealed record CallerGrant(string Role, string? Queue, ImmutableArray<string> Namespaces);

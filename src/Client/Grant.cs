using System.Collections.Immutable;

namespace Muster.Client;

/// <summary>Something that a credential may do.</summary>
/// <param name="Role"><c>admin</c>, <c>operator</c>, <c>viewer</c>, <c>submit</c> or <c>manage</c>.</param>
/// <param name="Queue">The queue that the role is for; null for the whole fleet.</param>
/// <param name="Namespaces">The namespaces that it reaches; empty for all.</param>
public sealed record Grant(string Role, string? Queue = null, ImmutableArray<string> Namespaces = default);

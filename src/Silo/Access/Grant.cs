using System.Collections.Immutable;

namespace Muster.Silo;

/// <summary>A role, and where it holds.</summary>
/// <param name="Role">The role.</param>
/// <param name="Queue">The queue, with those below it; null for every queue.</param>
/// <param name="Namespaces">The namespaces; empty for every one.</param>
internal sealed record Grant(Role Role, string? Queue = null, ImmutableArray<string> Namespaces = default)
{
    public static readonly Grant Everything = new(Role.Admin, null, []);

    /// <summary>Null for a namespace that is not asked about.</summary>
    public bool CoversNamespace(string? ns) => ns is null || Namespaces.IsDefaultOrEmpty || Namespaces.Contains(ns, StringComparer.Ordinal);
}

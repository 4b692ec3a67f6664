using System.Collections.Immutable;

namespace Muster.Kubernetes;

/// <summary>A kind of object, and what is done to it.</summary>
/// <param name="ClusterWide">In the whole cluster; else in each tenant's namespace.</param>
/// <param name="Resource">Plural, with its subresource where there is one: <c>pods/log</c>. All are of the core group.</param>
/// <param name="Verbs">As RBAC names them.</param>
/// <param name="Name">The only object that is meant; null for all.</param>
public sealed record AccessRule(bool ClusterWide, string Resource, ImmutableArray<string> Verbs, string? Name = null)
{
    /// <summary>As it stands in a Role or ClusterRole.</summary>
    public override string ToString() =>
        $"{{apiGroups: [\"\"], resources: [{Resource}], {(Name is null ? "" : $"resourceNames: [{Name}], ")}verbs: [{string.Join(", ", Verbs)}]}}";
}

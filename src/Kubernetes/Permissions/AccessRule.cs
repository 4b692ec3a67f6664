using System.Collections.Immutable;

namespace Muster.Kubernetes;

/// <summary>A kind of object, and what is done to it.</summary>
/// <param name="Scope">Where.</param>
/// <param name="Resource">Plural, with its subresource where there is one: <c>pods/log</c>.</param>
/// <param name="Verbs">As RBAC names them.</param>
/// <param name="Name">The only object that is meant; null for all.</param>
/// <param name="Group">The API group; empty for the core group.</param>
public sealed record AccessRule(RightScope Scope, string Resource, ImmutableArray<string> Verbs, string? Name = null, string Group = "")
{
    /// <summary>As it stands in a Role or ClusterRole.</summary>
    public override string ToString() =>
        $"{{apiGroups: [{(Group.Length > 0 ? Group : "\"\"")}], resources: [{Resource}], {(Name is null ? "" : $"resourceNames: [{Name}], ")}verbs: [{string.Join(", ", Verbs)}]}}";
}

using System.Collections.Immutable;

namespace Muster.Kubernetes;

/// <summary>
/// Every right that this code uses: no more is asked for, and without one of them something does not work. It is what
/// deploy/member-cluster/rbac.yaml grants, rule by rule.
/// </summary>
public static class Rights
{
    /// <summary>Name of the ClusterRole that holds the rules for the whole cluster.</summary>
    public const string ClusterRole = "muster-observer";

    /// <summary>Name of the Role that holds the rules for a tenant's namespace.</summary>
    public const string Role = "muster-jobs";

    /// <summary>The rules, in the order of the file.</summary>
    public static ImmutableArray<AccessRule> Rules { get; } =
    [
        new(true, "nodes", ["get", "list", "watch"]),
        new(true, "pods", ["list", "watch"]),
        new(true, "namespaces", ["get"], "kube-system"),
        new(false, "pods", ["create", "get", "delete"]),
        new(false, "pods/binding", ["create"]),
        new(false, "pods/log", ["get"]),
        new(false, "configmaps", ["create", "get", "patch", "delete"]),
        new(false, "services", ["create", "get"]),
    ];
}

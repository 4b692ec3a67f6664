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

    /// <summary>Name of the Role that holds the rules for Muster's own namespace.</summary>
    public const string HomeRole = "muster-witness";

    /// <summary>Name of the Role that holds the rules for a tenant's namespace.</summary>
    public const string Role = "muster-jobs";

    private const string Coordination = "coordination.k8s.io";

    /// <summary>The rules, in the order of the file.</summary>
    public static ImmutableArray<AccessRule> Rules { get; } =
    [
        new(RightScope.Cluster, "nodes", ["get", "list", "watch"]),
        new(RightScope.Cluster, "pods", ["list", "watch"]),
        new(RightScope.Cluster, "leases", ["list"], Group: Coordination),
        new(RightScope.Cluster, "namespaces", ["get"], "kube-system"),
        new(RightScope.Home, "leases", ["create", "get", "patch"], Group: Coordination),
        new(RightScope.Tenant, "pods", ["create", "get", "delete"]),
        new(RightScope.Tenant, "pods/binding", ["create"]),
        new(RightScope.Tenant, "pods/log", ["get"]),
        new(RightScope.Tenant, "leases", ["create", "get", "patch", "delete"], Group: Coordination),
        new(RightScope.Tenant, "services", ["create", "get"]),
    ];

    /// <summary>The object that holds the rules of a scope, as people name it.</summary>
    public static string HolderOf(RightScope scope) => scope switch
    {
        RightScope.Cluster => $"ClusterRole {ClusterRole}",
        RightScope.Home => $"Role {HomeRole}",
        _ => $"Role {Role}",
    };
}

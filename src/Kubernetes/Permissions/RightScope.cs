namespace Muster.Kubernetes;

/// <summary>Where a right is needed.</summary>
public enum RightScope
{
    /// <summary>In the whole cluster.</summary>
    Cluster,

    /// <summary>In the namespace that is Muster's own.</summary>
    Home,

    /// <summary>In each tenant's namespace.</summary>
    Tenant,
}

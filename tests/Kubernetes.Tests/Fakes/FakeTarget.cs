namespace Muster.Kubernetes.Tests;

/// <summary>What a path of the API means.</summary>
internal sealed record FakeTarget(string Resource, string? Namespace, string? Name, string? Subresource)
{
    public static FakeTarget? Parse(string path)
    {
        // namespaces themselves are a collection, too: /api/v1/namespaces, /api/v1/namespaces/NAME.
        return path.Trim('/').Split('/') switch
        {
            ["apis", "coordination.k8s.io", "v1", .. var rest] => Parse(string.Join('/', ["api", "v1", .. rest])),
            ["api", "v1", "namespaces", var space, var resource] => Of(resource, space, null, null),
            ["api", "v1", "namespaces", var space, var resource, var name] => Of(resource, space, name, null),
            ["api", "v1", "namespaces", var space, var resource, var name, var sub] => Of(resource, space, name, sub),
            ["api", "v1", var resource] => Of(resource, null, null, null),
            ["api", "v1", var resource, var name] => Of(resource, null, name, null),
            _ => null,
        };
    }

    private static FakeTarget? Of(string resource, string? space, string? name, string? sub) =>
        resource is "nodes" or "pods" or "configmaps" or "leases" or "services" or "namespaces" ? new FakeTarget(resource, space, name, sub) : null;
}

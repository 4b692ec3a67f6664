using System.Globalization;
using Muster.Contracts;

namespace Muster.Kubernetes;

/// <summary>Paths of the API. Names come from others: each is escaped.</summary>
internal static class ApiPaths
{
    public const string Nodes = "/api/v1/nodes";
    public const string Pods = "/api/v1/pods";
    public const string Coordination = "/apis/coordination.k8s.io/v1";
    public const string KubeSystem = "/api/v1/namespaces/kube-system";

    public static string Node(string name) => $"{Nodes}/{Escape(name)}";

    public static string PodsOf(string podNamespace) => $"/api/v1/namespaces/{Escape(podNamespace)}/pods";

    public static string Pod(string podNamespace, string name) => $"{PodsOf(podNamespace)}/{Escape(name)}";

    public static string Binding(string podNamespace, string name) => $"{Pod(podNamespace, name)}/binding";

    public static string LeasesOf(string @namespace) => $"{Coordination}/namespaces/{Escape(@namespace)}/leases";

    public static string Lease(string @namespace, string name) => $"{LeasesOf(@namespace)}/{Escape(name)}";

    public static string ServicesOf(string @namespace) => $"/api/v1/namespaces/{Escape(@namespace)}/services";

    public static string Anchor(JobId job, Attempt attempt) => Lease(job.Namespace, ObjectNames.Anchor(job, attempt));

    public static string Service(JobId job, Attempt attempt) => $"{ServicesOf(job.Namespace)}/{Escape(ObjectNames.Service(job, attempt))}";

    /// <summary>A page of the pods of an attempt. No resourceVersion: a consistent read.</summary>
    public static string PodsOf(string origin, JobId job, Attempt attempt, int limit, string token)
    {
        var selector = $"{MusterKeys.Origin}={origin},{MusterKeys.Job}={job.Name},{MusterKeys.Attempt}={attempt}";
        var page = string.Create(CultureInfo.InvariantCulture, $"{PodsOf(job.Namespace)}?limit={limit}&labelSelector={Escape(selector)}");
        return token.Length > 0 ? $"{page}&continue={Escape(token)}" : page;
    }

    /// <summary>A page of the anchors of all attempts. No resourceVersion: a consistent read.</summary>
    public static string AnchorsOf(string origin, int limit, string token)
    {
        var selector = $"{MusterKeys.Origin}={origin},{MusterKeys.Job}";
        var page = string.Create(CultureInfo.InvariantCulture, $"{Coordination}/leases?limit={limit}&labelSelector={Escape(selector)}");
        return token.Length > 0 ? $"{page}&continue={Escape(token)}" : page;
    }

    public static string Log(string podNamespace, string name, string container, LogQuery query)
    {
        var path = $"{Pod(podNamespace, name)}/log?container={Escape(container)}";
        if (query.TailLines is { } lines)
            path += string.Create(CultureInfo.InvariantCulture, $"&tailLines={lines}");
        return query.Follow ? path + "&follow=true" : path;
    }

    private static string Escape(string text) => Uri.EscapeDataString(text);
}

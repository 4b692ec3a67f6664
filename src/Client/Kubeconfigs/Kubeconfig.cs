using System.Text;
using Muster.Contracts;

namespace Muster.Client;

/// <summary>
/// Reads how to reach a member cluster from a kubeconfig, strictly: an https address, the cluster's own authority, and a token or a
/// client certificate, all within the text. What would run a program, read a file, go through a proxy, act as somebody else or
/// believe any server is refused by name. Only what the context refers to is looked into.
/// </summary>
public static class Kubeconfig
{
    /// <summary>Bytes of UTF-8 in one kubeconfig.</summary>
    public const int MaxBytes = 256 * 1024;

    private const string Source = "kubeconfig";

    private const string ServiceAccount = "use a service account's token: deploy/member-cluster makes one, and its kubeconfig";

    private static readonly KubeconfigKeys Root = new(
        ["apiVersion", "kind", "preferences", "extensions", "clusters", "users", "contexts", "current-context"]);

    private static readonly KubeconfigKeys ContextKeys = new(["cluster", "user", "namespace", "extensions"]);

    private static readonly KubeconfigKeys ClusterKeys = new(
        ["server", "certificate-authority-data", "tls-server-name", "disable-compression", "extensions"],
        ("certificate-authority", "names a file", "put the certificates themselves into certificate-authority-data (kubectl config view --raw --flatten)"),
        ("insecure-skip-tls-verify", "believes any server", "remove it, and give the cluster's authority in certificate-authority-data"),
        ("proxy-url", "leads through a proxy", "remove it, and connect to the API server directly"));

    private static readonly KubeconfigKeys UserKeys = new(
        ["token", "client-certificate-data", "client-key-data", "extensions"],
        ("exec", "runs a program (as EKS, GKE and AKS have it)", ServiceAccount),
        ("auth-provider", "asks a provider", ServiceAccount),
        ("tokenFile", "names a file", "put the token itself into token"),
        ("client-certificate", "names a file", "put the certificate itself into client-certificate-data (kubectl config view --raw --flatten)"),
        ("client-key", "names a file", "put the key itself into client-key-data (kubectl config view --raw --flatten)"),
        ("username", "is a password's", ServiceAccount),
        ("password", "is a password", ServiceAccount),
        ("as", "acts as somebody else", "remove it, and use credentials of its own"),
        ("as-uid", "acts as somebody else", "remove it, and use credentials of its own"),
        ("as-groups", "acts as somebody else", "remove it, and use credentials of its own"),
        ("as-user-extra", "acts as somebody else", "remove it, and use credentials of its own"));

    /// <summary>What the one context of a text, or the one that is named, says.</summary>
    /// <param name="yaml">The kubeconfig.</param>
    /// <param name="context">Name of the context; null where there is only one. <c>current-context</c> chooses none among several.</param>
    /// <exception cref="KubeconfigException">It is not acceptable; each fault is named with its line, its field and a remedy.</exception>
    public static ClusterAccess Read(string yaml, string? context)
    {
        ArgumentNullException.ThrowIfNull(yaml);
        var faults = new ManifestFaults(Source);
        try
        {
            return Read(Document(yaml, faults), context, faults);
        }
        catch (ManifestException error)
        {
            throw new KubeconfigException(error.Faults);
        }
    }

    private static MappingNode Document(string yaml, ManifestFaults faults)
    {
        if (yaml.Length > MaxBytes || Encoding.UTF8.GetByteCount(yaml) > MaxBytes)
            throw faults.Fatal(1, 1, "", "it is too large", $"write at most {MaxBytes} bytes: one context (kubectl config view --raw --minify --flatten)");
        return new YamlTreeReader(yaml.TrimStart('\uFEFF'), faults, literal: true).ReadDocuments() switch
        {
            [MappingNode document] => document,
            [] => throw faults.Fatal(1, 1, "", "it is empty", "write a kubeconfig (kubectl config view --raw --minify --flatten)"),
            [var node] => throw faults.Fatal(node.Line, node.Column, "", "it is no kubeconfig", "write clusters, users and contexts"),
            [_, var second, ..] => throw faults.Fatal(second.Line, second.Column, "", "there is a second document", "write one"),
        };
    }

    private static ClusterAccess Read(MappingNode root, string? name, ManifestFaults faults)
    {
        var reader = new KubeconfigReader(faults);
        reader.CheckKeys(root, "", Root);
        reader.CheckWord(root, "apiVersion", "v1");
        reader.CheckWord(root, "kind", "Config");
        var context = reader.Choose(root, name);
        reader.CheckKeys(context.Node, context.Path, ContextKeys);
        var cluster = reader.Entry(root, "clusters", "cluster", reader.Required(context, "cluster", "name the cluster"));
        var user = reader.Entry(root, "users", "user", reader.Required(context, "user", "name the user"));
        reader.CheckKeys(cluster.Node, cluster.Path, ClusterKeys);
        reader.CheckKeys(user.Node, user.Path, UserKeys);
        faults.ThrowIfAny();
        var access = KubeconfigAccess.Read(reader, cluster, user);
        faults.ThrowIfAny();
        return access;
    }
}

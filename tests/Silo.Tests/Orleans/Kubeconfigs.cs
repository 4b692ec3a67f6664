using System.Text;

namespace Muster.Silo.Tests;

/// <summary>Kubeconfigs of clusters that need not answer.</summary>
internal static class Kubeconfigs
{
    /// <summary>Settings for a cluster of the configuration, whose server nobody is.</summary>
    public static string[] Configured(int index, string name, string folder)
    {
        var path = Path.Combine(folder, $"{name}.kubeconfig");
        File.WriteAllText(path, $$"""
            apiVersion: v1
            kind: Config
            current-context: only
            clusters: [{ name: only, cluster: { server: "https://127.0.0.1:1/", certificate-authority-data: {{Convert.ToBase64String(Encoding.ASCII.GetBytes(RegisteringSilo.Authority))}} } }]
            users: [{ name: only, user: { token: {{RegisteringSilo.Secret}} } }]
            contexts: [{ name: only, context: { cluster: only, user: only } }]
            """);
        return [$"--Muster:Clusters:{index}:Name={name}", $"--Muster:Clusters:{index}:Kubeconfig={path}"];
    }
}

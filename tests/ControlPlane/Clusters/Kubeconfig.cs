using System.Text;
using Muster.Contracts;

namespace Muster.ControlPlane;

/// <summary>Writes kubeconfig files of one context.</summary>
internal static class Kubeconfig
{
    public static string Text(string name, ClusterAccess access) => $$"""
        apiVersion: v1
        kind: Config
        clusters:
        - name: {{name}}
          cluster:
            server: {{access.Server.AbsoluteUri.TrimEnd('/')}}
            certificate-authority-data: {{Base64(access.CertificateAuthority)}}{{(access.TlsServerName is { } host ? $"\n    tls-server-name: {host}" : "")}}
        users:
        - name: {{name}}
          user:
        {{User(access)}}
        contexts:
        - name: {{name}}
          context:
            cluster: {{name}}
            user: {{name}}
        current-context: {{name}}

        """;

    /// <summary>Writes the file whole or not at all, readable for its owner only.</summary>
    public static void Write(string path, string name, ClusterAccess access)
    {
        var draft = path + ".new";
        File.Delete(draft);
        using (var file = new FileStream(draft, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = OperatingSystem.IsWindows() ? null : UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
            file.Write(Encoding.UTF8.GetBytes(Text(name, access)));
        File.Move(draft, path, overwrite: true);
    }

    private static string User(ClusterAccess access) => access.Token is { } token
        ? $"    token: {token}"
        : $"    client-certificate-data: {Base64(access.ClientCertificate ?? "")}\n    client-key-data: {Base64(access.ClientKey ?? "")}";

    private static string Base64(string pem) => Convert.ToBase64String(Encoding.UTF8.GetBytes(pem));
}

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Client.Tests;

/// <summary>Kubeconfigs with certificates of their own.</summary>
internal static class SampleKubeconfig
{
    public static string AuthorityPem { get; } = Make("CN=authority").Certificate;

    public static (string Certificate, string Key) Pair { get; } = Make("CN=muster");

    public static string Authority { get; } = Base64(AuthorityPem);

    public static string Cluster { get; } = $"server: https://10.0.0.1:6443\n    certificate-authority-data: {Authority}";

    public static string WithToken { get; } = Of(Cluster, "token: abc.def-ghi");

    public static string WithCertificate { get; } = Of(Cluster, $"client-certificate-data: {Base64(Pair.Certificate)}\n    client-key-data: {Base64(Pair.Key)}");

    public static string Of(string cluster, string user, string more = "", string contextMore = "") => $"""
        apiVersion: v1
        kind: Config
        preferences: {"{}"}
        clusters:
        - name: c
          cluster:
            {cluster}
        users:
        - name: u
          user:
            {user}
        contexts:
        - name: x
          context:
            cluster: c
            user: u
            namespace: team-a{contextMore}
        current-context: x
        {more}
        """;

    public static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    public static (string Certificate, string Key) Make(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest(name, key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }
}

using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Muster.ControlPlane;

/// <summary>A certificate authority: a cluster's own, or one that no cluster knows.</summary>
public sealed class Authority : IDisposable
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(30);
    private static readonly TimeSpan Skew = TimeSpan.FromHours(1);

    private readonly X509Certificate2 _certificate;

    private Authority(X509Certificate2 certificate) => _certificate = certificate;

    /// <summary>PEM of its certificate.</summary>
    public string Certificate => _certificate.ExportCertificatePem();

    internal X509Certificate2 Root => _certificate;

    /// <summary>Makes a new one.</summary>
    public static Authority Create(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign | X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var now = TimeProvider.System.GetUtcNow();
        return new Authority(request.CreateSelfSigned(now - Skew, now + Life));
    }

    /// <summary>Makes the certificate and key of a server on loopback, as PEM.</summary>
    public (string Certificate, string Key) IssueServer(params IEnumerable<string> names)
    {
        var alternatives = new SubjectAlternativeNameBuilder();
        alternatives.AddIpAddress(IPAddress.Loopback);
        alternatives.AddIpAddress(IPAddress.IPv6Loopback);
        foreach (var name in names.Append("localhost"))
            alternatives.AddDnsName(name);
        return Issue("CN=kube-apiserver", "1.3.6.1.5.5.7.3.1", alternatives.Build());
    }

    /// <summary>Makes the certificate and key of a client, as PEM: to the API server, the user and its group.</summary>
    public (string Certificate, string Key) IssueClient(string user, string? group = null) =>
        Issue(group is null ? $"CN=\"{user}\"" : $"CN=\"{user}\", O=\"{group}\"", "1.3.6.1.5.5.7.3.2", null);

    /// <inheritdoc/>
    public void Dispose() => _certificate.Dispose();

    internal static Authority Open(string directory, string name)
    {
        var (certificate, key) = (Path.Combine(directory, "ca.crt"), Path.Combine(directory, "ca.key"));
        if (File.Exists(certificate))
            return new Authority(X509Certificate2.CreateFromPemFile(certificate, key));
        var made = Create(name);
        File.WriteAllText(key, made._certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(certificate, made.Certificate);
        return made;
    }

    private (string Certificate, string Key) Issue(string subject, string purpose, X509Extension? alternatives)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], false));
        if (alternatives is not null)
            request.CertificateExtensions.Add(alternatives);
        var now = TimeProvider.System.GetUtcNow();
        using var issued = request.Create(_certificate, now - Skew, now + Life - Skew, RandomNumberGenerator.GetBytes(12));
        return (issued.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }
}

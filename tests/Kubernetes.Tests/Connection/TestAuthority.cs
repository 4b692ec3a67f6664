using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Muster.Kubernetes.Tests;

/// <summary>A certificate authority, made for a test.</summary>
internal sealed class TestAuthority
{
    private readonly X509Certificate2 _certificate;

    public TestAuthority(string name = "cluster")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    public string Pem => _certificate.ExportCertificatePem();

    /// <summary>A server's certificate for some names and addresses.</summary>
    public X509Certificate2 Server(params string[] names) => Issue("CN=server", "1.3.6.1.5.5.7.3.1", names);

    /// <summary>A server's certificate that names its address only as its common name.</summary>
    public X509Certificate2 ServerByCommonName(string name) => Issue($"CN={name}", "1.3.6.1.5.5.7.3.1", []);

    public X509Certificate2 Client(string user) => Issue($"CN={user}", "1.3.6.1.5.5.7.3.2", []);

    private X509Certificate2 Issue(string subject, string usage, string[] names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        if (names.Length > 0)
        {
            var alternatives = new SubjectAlternativeNameBuilder();
            foreach (var name in names)
                if (IPAddress.TryParse(name, out var address))
                    alternatives.AddIpAddress(address);
                else
                    alternatives.AddDnsName(name);
            request.CertificateExtensions.Add(alternatives.Build());
        }
        var serial = RandomNumberGenerator.GetBytes(8);
        using var issued = request.Create(_certificate, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1), serial);
        return issued.CopyWithPrivateKey(key);
    }
}

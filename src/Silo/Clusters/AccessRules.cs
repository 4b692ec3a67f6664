using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Muster.Contracts;

namespace Muster.Silo;

/// <summary>What an access must look like before anything is connected to. No fault shows what was sent as a secret.</summary>
internal static class AccessRules
{
    private const int MaxAddress = 2048;
    private const int MaxSecret = 64 * 1024;

    /// <exception cref="InvalidRequestException">It is not acceptable; every fault is named.</exception>
    public static void Require(ClusterAccess? access)
    {
        if (access is null)
            throw new InvalidRequestException("access", "it is missing", "send server, certificateAuthority, and token or clientCertificate with clientKey");
        var faults = Server(access.Server).Concat(Authority(access.CertificateAuthority)).Concat(Credential(access)).ToList();
        if (access.TlsServerName is { } name && !Names.IsSubdomain(name))
            faults.Add(new("access.tlsServerName", $"'{Names.Clip(name)}' is no host name", "write the name that the server's certificate is for, or leave it out"));
        if (faults.Count > 0)
            throw new InvalidRequestException([.. faults]);
    }

    private static IEnumerable<FieldError> Server(Uri? server)
    {
        const string Field = "access.server", Remedy = "write its address, for example https://east.example.com:6443";
        if (server is null || server == new ClusterAccess().Server)
            yield return new(Field, "it is missing", Remedy);
        else if (!server.IsAbsoluteUri || server.OriginalString.Length > MaxAddress)
            yield return new(Field, "it is no address", Remedy);
        else if (server.Scheme != Uri.UriSchemeHttps)
            yield return new(Field, "it is not https", Remedy);
        else if (server.UserInfo.Length > 0 || server.Query.Length > 0 || server.Fragment.Length > 0)
            yield return new(Field, "it has more than a host, a port and a path", "leave out user, query and fragment");
    }

    private static IEnumerable<FieldError> Authority(string? pem)
    {
        const string Field = "access.certificateAuthority", Remedy = "send the PEM of the certificates that the server's is checked against";
        if (string.IsNullOrWhiteSpace(pem))
            yield return new(Field, "it is missing", Remedy);
        else if (!IsCertificates(pem))
            yield return new(Field, "it is no PEM of certificates", Remedy);
    }

    private static IEnumerable<FieldError> Credential(ClusterAccess access)
    {
        var (token, certificate, key) = (access.Token is not null, access.ClientCertificate is not null, access.ClientKey is not null);
        if (token == (certificate || key))
            yield return new("access", token ? "it has a token and a certificate" : "it has no credential", "send token, or clientCertificate with clientKey");
        else if (token && (access.Token!.Length is 0 or > MaxSecret || access.Token.Any(static c => c is <= ' ' or > '~')))
            yield return new("access.token", "it is empty, too long, or has other than printable ASCII characters", "send it as it is, without spaces or line ends");
        else if (!token && !(certificate && key))
            yield return new(certificate ? "access.clientKey" : "access.clientCertificate", "it is missing", "send the certificate and its key");
        else if (!token && !IsPair(access.ClientCertificate!, access.ClientKey!))
            yield return new("access.clientCertificate", "certificate and key are no pair of PEM texts", "send the PEM of the certificate, and of its own key without a passphrase");
    }

    private static bool IsCertificates(string pem)
    {
        if (pem.Length > MaxSecret)
            return false;
        var found = new X509Certificate2Collection();
        try
        {
            found.ImportFromPem(pem);
            return found.Count > 0;
        }
        catch (CryptographicException)
        {
            return false;
        }
        finally
        {
            foreach (var certificate in found)
                certificate.Dispose();
        }
    }

    private static bool IsPair(string certificate, string key)
    {
        if (certificate.Length > MaxSecret || key.Length > MaxSecret)
            return false;
        try
        {
            X509Certificate2.CreateFromPem(certificate, key).Dispose();
            return true;
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            return false;
        }
    }
}

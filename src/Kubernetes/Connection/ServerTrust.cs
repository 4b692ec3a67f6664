using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Muster.Contracts;

namespace Muster.Kubernetes;

/// <summary>
/// How a cluster proves that it is the cluster, and we that we are us. Only the cluster's own authority is believed: neither the
/// machine's authorities nor anything fetched from an address that a certificate names.
/// </summary>
internal static class ServerTrust
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <exception cref="CryptographicException">A certificate or key of the access cannot be read.</exception>
    public static SslClientAuthenticationOptions Options(ClusterAccess access)
    {
        try
        {
            return Read(access);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            // A curve or algorithm that this machine does not have is told in a way of its own.
            throw new CryptographicException(error.Message, error);
        }
    }

    private static SslClientAuthenticationOptions Read(ClusterAccess access)
    {
        var options = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = Policy(access.CertificateAuthority),
            RemoteCertificateValidationCallback = static (sender, certificate, _, errors) => IsServer(sender, certificate, errors),
        };
        if (access is { ClientCertificate: { } certificates, ClientKey: { } key })
            options.ClientCertificateContext = Client(certificates, key);
        return options;
    }

    private static X509ChainPolicy Policy(string authority)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        policy.CustomTrustStore.ImportFromPem(authority);
        return policy;
    }

    // The name must be among the subject's alternative names; a common name is no address.
    private static bool IsServer(object sender, X509Certificate? certificate, SslPolicyErrors errors) =>
        errors == SslPolicyErrors.None && certificate is X509Certificate2 server && sender is SslStream stream
        && server.MatchesHostname(stream.TargetHostName, allowWildcards: true, allowCommonName: false);

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The context lives as long as the connections do that it is for.")]
    private static SslStreamCertificateContext Client(string certificates, string key)
    {
        var all = new X509Certificate2Collection();
        all.ImportFromPem(certificates);
        // Offline: what is missing of the chain is not fetched from anywhere.
        return SslStreamCertificateContext.Create(X509Certificate2.CreateFromPem(certificates, key), all, offline: true);
    }
}

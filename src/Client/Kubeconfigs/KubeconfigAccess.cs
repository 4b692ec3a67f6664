using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Muster.Contracts;

namespace Muster.Client;

/// <summary>Checks the values of a cluster and a user, so that what is wrong is told now and not when the cluster is needed.</summary>
internal static class KubeconfigAccess
{
    private const int MaxToken = 16 * 1024;

    private const int MaxServer = 2048;

    private const int MaxCertificates = 64;

    public static ClusterAccess Read(KubeconfigReader reader, KubeconfigReader.Place cluster, KubeconfigReader.Place user)
    {
        var access = new ClusterAccess { CertificateAuthority = Certificates(reader, cluster, "certificate-authority-data"), TlsServerName = ServerName(reader, cluster) };
        if (Server(reader, cluster) is { } server)
            access = access with { Server = server };
        return Credential(reader, user, access);
    }

    private static Uri? Server(KubeconfigReader reader, KubeconfigReader.Place cluster)
    {
        var text = reader.Required(cluster, "server", "write the API server's address: https://...");
        var problem = ServerProblem(text);
        if (problem is null)
            return new Uri(text, UriKind.Absolute);
        reader.Fault(cluster, "server", problem, "write the API server's address, for example https://10.0.0.1:6443");
        return null;
    }

    private static string? ServerProblem(string text)
    {
        if (text.Length > MaxServer)
            return "it is too long";
        if (text.AsSpan().IndexOfAnyExceptInRange('!', '~') >= 0)
            return "it holds characters that no address has";
        if (!text.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            return "it does not begin with https://";
        if (text.AsSpan().IndexOfAny("@?#\\") >= 0)
            return "it holds more than host, port and path";
        var good = Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri is { HostNameType: UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6, Port: > 0 };
        return good ? null : "it is no address";
    }

    private static string? ServerName(KubeconfigReader reader, KubeconfigReader.Place cluster)
    {
        if (reader.Text(cluster, "tls-server-name") is not { Length: > 0 } name)
            return null;
        if (!Names.IsSubdomain(name.ToLowerInvariant()))
            reader.Fault(cluster, "tls-server-name", "it is no host name", "write the name that the server's certificate is for, or remove it");
        return name;
    }

    private static ClusterAccess Credential(KubeconfigReader reader, KubeconfigReader.Place user, ClusterAccess access)
    {
        var token = reader.Text(user, "token") is { Length: > 0 } text ? text.Trim() : null;
        var (hasCertificate, hasKey) = (reader.Text(user, "client-certificate-data") is { Length: > 0 }, reader.Text(user, "client-key-data") is { Length: > 0 });
        if (token is not null && (hasCertificate || hasKey))
            reader.Fault(user, "token", "there is a client certificate as well", "keep one of them");
        else if (token is not null)
            return Token(reader, user, access, token);
        else if (hasCertificate && hasKey)
            return Pair(reader, user, access);
        else
            reader.Fault(user, hasCertificate ? "client-key-data" : hasKey ? "client-certificate-data" : "token", "it is missing", "write a token, or client-certificate-data and client-key-data");
        return access;
    }

    private static ClusterAccess Token(KubeconfigReader reader, KubeconfigReader.Place user, ClusterAccess access, string token)
    {
        if (token.Length is 0 or > MaxToken || token.AsSpan().IndexOfAnyExceptInRange('!', '~') >= 0)
            reader.Fault(user, "token", "it is no bearer token", $"write the token itself: at most {MaxToken} characters, on one line");
        return access with { Token = token };
    }

    private static ClusterAccess Pair(KubeconfigReader reader, KubeconfigReader.Place user, ClusterAccess access)
    {
        var certificate = Certificates(reader, user, "client-certificate-data");
        var key = Decode(reader, user, "client-key-data");
        if (certificate.Length == 0 || key is null)
            return access;
        try
        {
            using var pair = X509Certificate2.CreateFromPem(certificate, key);
            if (pair.HasPrivateKey)
                return access with { ClientCertificate = certificate, ClientKey = key };
        }
        catch (Exception error) when (IsUnreadable(error))
        {
            // What is wrong is said below, without a word of the key.
        }
        reader.Fault(user, "client-key-data", "it is not the key of client-certificate-data", "write that certificate's key: base64 of its PEM, not encrypted");
        return access;
    }

    // The certificates anew, and nothing else: what stands around them in the text is not kept.
    private static string Certificates(KubeconfigReader reader, KubeconfigReader.Place place, string key)
    {
        if (Decode(reader, place, key) is not { } pem)
            return "";
        var all = new X509Certificate2Collection();
        try
        {
            all.ImportFromPem(pem);
            if (all.Count is > 0 and <= MaxCertificates)
                return string.Concat(all.Select(static c => c.ExportCertificatePem() + "\n"));
        }
        catch (Exception error) when (IsUnreadable(error))
        {
            // Said below.
        }
        finally
        {
            foreach (var certificate in all)
                certificate.Dispose();
        }
        reader.Fault(place, key, "it holds no certificate that can be read", $"write base64 of 1 to {MaxCertificates} certificates in PEM");
        return "";
    }

    // A curve or algorithm that this machine does not have is told in a way of its own.
    private static bool IsUnreadable(Exception error) => error is CryptographicException or ArgumentException or NotSupportedException;

    private static string? Decode(KubeconfigReader reader, KubeconfigReader.Place place, string key)
    {
        var text = reader.Text(place, key) ?? "";
        var bytes = new byte[text.Length];
        if (text.Length > 0 && Convert.TryFromBase64String(text, bytes, out var count))
            return Encoding.UTF8.GetString(bytes, 0, count);
        var problem = text.Length == 0 ? "it is missing" : "it is no base64";
        reader.Fault(place, key, problem, key == "certificate-authority-data" ? "write base64 of the cluster's own authority in PEM; this machine's are not asked" : "write base64 of the PEM");
        return null;
    }
}

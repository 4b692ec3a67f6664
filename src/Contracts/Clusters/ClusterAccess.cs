namespace Muster.Contracts;

/// <summary>How to reach and enter a member cluster: what a strict reader takes from a kubeconfig. Holds secrets; its text shows none.</summary>
public sealed record ClusterAccess
{
    /// <summary>Address of the API server; https.</summary>
    public Uri Server { get; init; } = new("https://localhost/");

    /// <summary>PEM of the certificates that the server's certificate is checked against; the machine's own are never asked.</summary>
    public string CertificateAuthority { get; init; } = "";

    /// <summary>Name that the server's certificate is for, where it is not the address's; null for the address's.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>Bearer token; null where a certificate is shown.</summary>
    public string? Token { get; init; }

    /// <summary>PEM of the client's certificate; null where a token is shown.</summary>
    public string? ClientCertificate { get; init; }

    /// <summary>PEM of the key of <see cref="ClientCertificate"/>.</summary>
    public string? ClientKey { get; init; }

    /// <summary>Where it leads and what kind of credential it holds, never the credential.</summary>
    public override string ToString() => $"{Server} ({(Token is null ? "client certificate" : "token")})";
}

namespace Muster.Silo;

/// <summary>Where the silo listens, who may reach it, and where it keeps its state.</summary>
public sealed class SiloSettings
{
    /// <summary>Address of the HTTP API: http or https. Other than loopback asks for tokens. Default http://127.0.0.1:8080.</summary>
    public string Listen { get; set; } = "http://127.0.0.1:8080";

    /// <summary>Directory of the ledger, the tokens, the audit record and the simulated clusters. Default <c>data</c>, in the working directory.</summary>
    public string Data { get; set; } = "data";

    /// <summary>Which ledger the silo writes to.</summary>
    public LedgerSettings Ledger { get; set; } = new();

    /// <summary>The other silos, and how they reach this one.</summary>
    public MembershipSettings Cluster { get; set; } = new();

    /// <summary>What credentials of registered clusters are sealed with.</summary>
    public CredentialSettings Credentials { get; set; } = new();

    /// <summary>Limits of the API.</summary>
    public ApiLimits Limits { get; set; } = new();

    /// <summary>Who may use the API.</summary>
    public AccessSettings Access { get; set; } = new();

    /// <summary>Certificate of the API, for https.</summary>
    public CertificateSettings Certificate { get; set; } = new();

    /// <summary>The tokens' file.</summary>
    public string TokenFile => string.IsNullOrWhiteSpace(Access.TokenFile) ? Path.Combine(Data, "tokens.json") : Access.TokenFile;

    /// <summary>Directory of the audit record.</summary>
    public string AuditDirectory => Path.Combine(Data, "audit");

    /// <summary>True when only this machine can reach the address.</summary>
    public bool IsLoopback => Uri.TryCreate(Listen, UriKind.Absolute, out var address) && address.IsLoopback;
}

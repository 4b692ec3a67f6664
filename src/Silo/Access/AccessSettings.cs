namespace Muster.Silo;

/// <summary>Who may use the API.</summary>
public sealed class AccessSettings
{
    /// <summary>Who needs no token while there is no token file. Default: whoever is on the machine, if only they can reach the address.</summary>
    public AnonymousAccess Anonymous { get; set; } = AnonymousAccess.Loopback;

    /// <summary>The tokens' file. Default <c>tokens.json</c> in the data directory.</summary>
    public string? TokenFile { get; set; }

    /// <summary>Serves http, and so tokens that can be read on the way, on an address that others can reach. For a silo behind a TLS proxy.</summary>
    public bool AllowPlainText { get; set; }
}

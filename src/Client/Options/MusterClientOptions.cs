namespace Muster.Client;

/// <summary>How a <see cref="MusterClient"/> reaches Muster.</summary>
public sealed class MusterClientOptions
{
    /// <summary>Where a silo listens unless it is told otherwise.</summary>
    public const string DefaultAddress = "http://127.0.0.1:8080";

    /// <summary>How long one try may take, unless told otherwise: 30 s.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Address of the API, http or https; default <see cref="DefaultAddress"/>.</summary>
    public Uri Address { get; set; } = new(DefaultAddress);

    /// <summary>The credential: a token as the silo's operator made it (<c>mst_...</c>). Null for none.</summary>
    public string? Token { get; set; }

    /// <summary>
    /// A file that holds the credential and nothing else, instead of <see cref="Token"/>. It is read again when it
    /// changes, as mounted secrets do.
    /// </summary>
    public string? TokenFile { get; set; }

    /// <summary>How long one try may take; watches and logs are not limited. Default <see cref="DefaultTimeout"/>.</summary>
    public TimeSpan Timeout { get; set; } = DefaultTimeout;

    /// <summary>How often and how long calls that are safe to repeat are tried again.</summary>
    public RetryOptions Retry { get; set; } = new();

    /// <summary>True to register the client without a health check; read once, when it is registered.</summary>
    public bool DisableHealthChecks { get; set; }

    /// <summary>The clock that time-outs and pauses go by.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}

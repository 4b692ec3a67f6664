namespace Muster.Client;

/// <summary>How a <see cref="MusterClient"/> reaches Muster.</summary>
public sealed class MusterClientOptions
{
    /// <summary>Where a silo listens unless it is told otherwise.</summary>
    public const string DefaultAddress = "http://127.0.0.1:8080";

    /// <summary>Address of the API; default <see cref="DefaultAddress"/>.</summary>
    public Uri Address { get; set; } = new(DefaultAddress);

    /// <summary>How long one try may take; watches are not limited. Default 30 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Further tries of a call that is safe to repeat; default 3.</summary>
    public int Retries { get; set; } = 3;

    /// <summary>Pause before the second try; it doubles with each further one, up to 5 s. Default 200 ms.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The clock that pauses go by.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}

namespace Muster.Client;

/// <summary>What one call may ask for otherwise than the client's <see cref="MusterClientOptions"/> say.</summary>
public abstract record CallOptions
{
    /// <summary>How long one try may take; null for <see cref="MusterClientOptions.Timeout"/>.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How often and how long it is tried again; null for <see cref="MusterClientOptions.Retry"/>.</summary>
    public RetryOptions? Retry { get; init; }
}

using Muster.Contracts;

namespace Muster.Client;

/// <summary>What a watch follows, and what it does when the connection is lost.</summary>
public sealed record WatchOptions
{
    /// <summary>How long a connection may be silent, unless told otherwise: three times the silo's sign of life.</summary>
    public static readonly TimeSpan DefaultIdleTimeout = TimeSpan.FromSeconds(45);

    /// <summary>Sequence to begin after: 0 for all that the log still has; null to begin now.</summary>
    public long? After { get; init; }

    /// <summary>Only this job; null for every job.</summary>
    public JobId? Job { get; init; }

    /// <summary>Only jobs of this queue; null for every queue.</summary>
    public string? Queue { get; init; }

    /// <summary>Only jobs of this namespace; null for every namespace.</summary>
    public string? Namespace { get; init; }

    /// <summary>
    /// What happens when the log no longer has what comes next: true to go on with what it still has, so that entries
    /// are missing; false for <see cref="WatchExpiredException"/>.
    /// </summary>
    public bool SkipLost { get; init; }

    /// <summary>
    /// How long a connection may be silent before it is opened anew; default <see cref="DefaultIdleTimeout"/>. A silo
    /// gives a sign of life every 15 s.
    /// </summary>
    public TimeSpan IdleTimeout { get; init; } = DefaultIdleTimeout;
}

namespace Muster.Silo;

/// <summary>What the API accepts.</summary>
public sealed class ApiLimits
{
    /// <summary>Longest request body, in bytes.</summary>
    public const int MaxBodyBytes = 1024 * 1024;

    /// <summary>All headers of a request, in bytes.</summary>
    public const int MaxHeaderBytes = 32 * 1024;

    /// <summary>Watches that are open at a time.</summary>
    public int MaxWatches { get; set; } = 1000;

    /// <summary>Watches that one token has open at a time.</summary>
    public int WatchesPerCaller { get; set; } = 32;

    /// <summary>Requests of one caller in a second, in the long run.</summary>
    public int RequestsPerSecond { get; set; } = 2000;

    /// <summary>Requests of one caller at once.</summary>
    public int Burst { get; set; } = 4000;

    /// <summary>Longest time for an answer that is no stream.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a silo that is told to stop goes on listening while calls that have begun are under way. Default 30 seconds; 0 for not at all.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Connections that are open at a time; further ones are closed at once.</summary>
    public int MaxConnections { get; set; } = 10_000;
}

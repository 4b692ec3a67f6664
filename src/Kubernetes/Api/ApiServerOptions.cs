using System.Net;

namespace Muster.Kubernetes;

/// <summary>Bounds of the calls to one API server.</summary>
public sealed record ApiServerOptions
{
    /// <summary>Longest a call may take, waiting and repeating included; of a stream, until its answer begins. Default 10 s.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Calls under way at a time. Default 64.</summary>
    public int MaxConcurrency { get; init; } = 64;

    /// <summary>Calls that wait for their turn; more are refused. Default 4,096.</summary>
    public int MaxWaiting { get; init; } = 4096;

    /// <summary>Requests in a second, in the long run; 0 for no limit. Opening streams and signs of life have a budget of their own. Default 0.</summary>
    public int RequestsPerSecond { get; init; }

    /// <summary>Requests that may be made at once after a quiet time. Default 100.</summary>
    public int Burst { get; init; } = 100;

    /// <summary>Largest answer that is read, in bytes. Default 64 MiB.</summary>
    public long MaxAnswerBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>Where connections may lead.</summary>
    public AddressRules Addresses { get; init; } = new();

    /// <summary>How a name is resolved; null as this machine does.</summary>
    internal Func<string, CancellationToken, Task<IPAddress[]>>? Resolve { get; init; }

    /// <summary>From 0 to 1: how much of a pause's jitter is taken.</summary>
    internal Func<double> Chance { get; init; } = Random.Shared.NextDouble;
}

using System.Collections.Immutable;

namespace Muster.ControlPlane;

/// <summary>A control plane to start.</summary>
public sealed class ControlPlaneOptions
{
    /// <summary>The cluster's name.</summary>
    public required string Name { get; init; }

    /// <summary>Where its state is kept, and found again by the next one that is started there; null for a folder that goes with it.</summary>
    public string? Directory { get; init; }

    /// <summary>Port of the API server; null for a free one.</summary>
    public int? Port { get; init; }

    /// <summary>
    /// Whether to start the controllers, where their program is there: garbage collector, namespaces, service accounts, endpoints.
    /// Without them nothing deletes what an owner leaves behind.
    /// </summary>
    public bool WithControllerManager { get; init; } = true;

    /// <summary>
    /// How long a node may be silent before the controllers declare it lost and taint it; null for never. Its nodes must send heartbeats then
    /// (<see cref="HollowOptions.Heartbeat"/>).
    /// </summary>
    public TimeSpan? NodeGrace { get; init; }

    /// <summary>Whether the API server serves watches from memory, as they do in life. Without that there are no bookmarks.</summary>
    public bool WatchCache { get; init; } = true;

    /// <summary>Namespaces in which Muster may create jobs; <c>default</c> is always one.</summary>
    public ImmutableArray<string> TenantNamespaces { get; init; } = [];

    /// <summary>More arguments of the API server.</summary>
    public ImmutableArray<string> ApiServerArguments { get; init; } = [];

    /// <summary>Longest time until it is ready.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(90);
}

using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;
using Muster.Contracts;
using Muster.Grains;
using Muster.Kubernetes;

namespace Muster.Silo;

/// <summary>
/// The ways to the member clusters: those of the configuration and those that were registered are real ones, the rest are
/// simulated. One way for each registration; when that changes, the old way is closed and another one opened.
/// </summary>
internal sealed class KubernetesFleet(
    SimulatedFleet simulated, FleetSection section, CredentialVault vault, ClusterRegistry registry, IGatewayOpener opener, IGrainFactory grains,
    TimeProvider time, ILoggerFactory loggers) : IClusterGateways, IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Way> _ways = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IClusterCredentials> _configured = new(StringComparer.Ordinal);

    /// <summary>Ways that are open.</summary>
    internal int Ways
    {
        get
        {
            lock (_lock)
                return _ways.Count;
        }
    }

    /// <inheritdoc/>
    public IClusterGateway Get(ClusterName cluster)
    {
        if (IsSimulated(cluster))
            return simulated.Get(cluster);
        var registration = registry.Find(cluster.Value) ?? throw new ClusterNotFoundException(cluster.Value);
        lock (_lock)
        {
            if (_ways.TryGetValue(cluster.Value, out var way) && way.Version == registration.Version)
                return way.Gateway;
            if (way is not null)
                _ = CloseAsync(way.Gateway);
            return (_ways[cluster.Value] = Open(registration)).Gateway;
        }
    }

    /// <summary>True for a cluster that runs inside this silo.</summary>
    public bool IsSimulated(ClusterName cluster) => simulated.Specs.Any(s => s.Name == cluster.Value);

    /// <summary>How a cluster is entered.</summary>
    /// <exception cref="ClusterUnauthorizedException">There is no credential for it that can be used.</exception>
    public IClusterCredentials CredentialsOf(ClusterName cluster) =>
        section.Find(cluster.Value) is { } settings ? _configured.GetOrAdd(cluster.Value, _ => ConfiguredAccess.Open(settings, time, loggers)) : vault.Open(cluster);

    /// <summary>Where a cluster is, without how to get in; null for a simulated one, or when that is not known.</summary>
    public string? ServerOf(ClusterName cluster)
    {
        if (IsSimulated(cluster))
            return null;
        lock (_lock)
        {
            if (_ways.TryGetValue(cluster.Value, out var way))
                return way.Credentials?.Current.Server.AbsoluteUri;
        }
        try
        {
            // Its grain, and so the way to it, may be on another silo.
            return CredentialsOf(cluster).Current.Server.AbsoluteUri;
        }
        catch (Exception problem) when (problem is MusterException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Reads the credentials of the configuration, whose errors are for whoever starts the silo.</summary>
    /// <exception cref="OptionsValidationException">One cannot be used.</exception>
    public void OpenConfigured()
    {
        var faults = new List<string>();
        foreach (var settings in section.Clusters)
        {
            try
            {
                CredentialsOf(new(settings.Name));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or MusterException)
            {
                faults.Add($"Muster:Clusters ({settings.Name}): {error.Message}");
            }
        }
        if (faults.Count > 0)
            throw new OptionsValidationException("Muster:Clusters", typeof(ClusterSettings), faults);
    }

    /// <summary>From now on closes the way to a cluster that is gone, or was registered anew, on whichever silo that was done.</summary>
    public void Follow() => registry.Changed += OnChanged;

    /// <summary>Closes the way to a cluster that is gone.</summary>
    public async Task ForgetAsync(ClusterName cluster)
    {
        vault.Forget(cluster);
        Way? way;
        lock (_lock)
            _ways.Remove(cluster.Value, out way);
        if (way is not null)
            await CloseAsync(way.Gateway);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        registry.Changed -= OnChanged;
        Way[] ways;
        lock (_lock)
        {
            ways = [.. _ways.Values];
            _ways.Clear();
        }
        foreach (var way in ways)
            await CloseAsync(way.Gateway);
    }

    private void OnChanged(object? sender, EventArgs change)
    {
        (string Name, long Version)[] ways;
        lock (_lock)
            ways = [.. _ways.Select(static w => (w.Key, w.Value.Version))];
        foreach (var (name, version) in ways)
            if (registry.Find(name)?.Version != version)
                _ = ForgetAsync(new(name));
    }

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The way keeps it, and is closed with the fleet.")]
    private Way Open(ClusterRegistration registration)
    {
        try
        {
            var credentials = CredentialsOf(registration.Name);
            return new(registration.Version, new PinnedGateway(registration.Name, opener.Open(registration.Name, credentials, registration.Uid), registry, grains), credentials);
        }
        catch (Exception problem) when (problem is MusterException or IOException or UnauthorizedAccessException)
        {
            return new(registration.Version, new ClosedGateway(problem.Message), null);
        }
    }

    private static async Task CloseAsync(IClusterGateway gateway)
    {
        if (gateway is IAsyncDisposable open)
            await open.DisposeAsync();
    }

    private sealed record Way(long Version, IClusterGateway Gateway, IClusterCredentials? Credentials);
}

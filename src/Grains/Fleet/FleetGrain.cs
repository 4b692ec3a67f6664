using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Muster.Contracts;
using Muster.Scheduling;

namespace Muster.Grains;

/// <inheritdoc cref="IFleetGrain"/>
[GrainType("fleet")]
internal sealed partial class FleetGrain(
    IOptions<FleetOptions> fleet, IOptions<MemberClusterOptions> options, TimeProvider time, ILogger<FleetGrain> logger) : Grain, IFleetGrain
{
    private readonly Dictionary<ClusterName, ClusterHealth> _healths =
        fleet.Value.Clusters.ToDictionary(static c => new ClusterName(c.Name), static _ => ClusterHealth.Unknown);

    private ClusterName? _active;
    private long _lastRequest;
    private double _tokens = options.Value.FailoversPerSecond;
    private string? _lastRefusal;

    public Task<ImmutableArray<ClusterSpec>> GetClusters() =>
        Task.FromResult(fleet.Value.Clusters.OrderBy(static c => c.Name, StringComparer.Ordinal).ToImmutableArray());

    public Task<ImmutableArray<QueueSpec>> GetQueues() =>
        Task.FromResult(fleet.Value.Queues.OrderBy(static q => q.Name, StringComparer.Ordinal).ToImmutableArray());

    public Task Report(ClusterName cluster, ClusterHealth health)
    {
        if (_healths.TryGetValue(cluster, out var before) && before != health)
        {
            LogHealth(logger, cluster, before, health);
            _healths[cluster] = health;
            if (!FailoverBreaker.MayLeave(health) && _active == cluster)
                _active = null;
        }
        return Task.CompletedTask;
    }

    public Task<FailoverPermit> RequestFailover(ClusterName cluster, int wanted)
    {
        Refill();
        var permit = FailoverBreaker.Permit(cluster, _healths, _active, wanted, (int)_tokens);
        _tokens -= permit.Jobs;
        _active = wanted == 0 && _active == cluster ? null : permit.Jobs > 0 ? cluster : _active;
        if (permit.Jobs == 0 && permit.Reason is { } reason && reason != _lastRefusal)
            LogRefused(logger, cluster, reason);
        _lastRefusal = permit.Jobs == 0 ? permit.Reason : null;
        return Task.FromResult(permit);
    }

    private void Refill()
    {
        var now = time.GetTimestamp();
        var rate = options.Value.FailoversPerSecond;
        if (_lastRequest != 0)
            _tokens = Math.Min(rate, _tokens + rate * time.GetElapsedTime(_lastRequest, now).TotalSeconds);
        _lastRequest = now;
    }

    [LoggerMessage(1, LogLevel.Information, "Cluster {Cluster}: {Before} -> {After}")]
    private static partial void LogHealth(ILogger logger, ClusterName cluster, ClusterHealth before, ClusterHealth after);

    [LoggerMessage(2, LogLevel.Warning, "Cluster {Cluster}: no failover now: {Reason}")]
    private static partial void LogRefused(ILogger logger, ClusterName cluster, string reason);
}

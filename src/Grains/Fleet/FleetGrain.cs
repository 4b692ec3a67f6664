using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Muster.Contracts;
using Muster.Ledger;
using Muster.Scheduling;

namespace Muster.Grains;

/// <inheritdoc cref="IFleetGrain"/>
[GrainType("fleet")]
internal sealed partial class FleetGrain(
    ILedger ledger, ClusterRegistry registry, IOptions<FleetOptions> fleet, IOptions<MemberClusterOptions> options, TimeProvider time,
    ILogger<FleetGrain> logger) : Grain, IFleetGrain
{
    private readonly Dictionary<ClusterName, ClusterHealth> _healths = [];

    private ClusterName? _active;
    private long _lastRequest;
    private double _tokens = options.Value.FailoversPerSecond;
    private string? _lastRefusal;

    public Task<ImmutableArray<ClusterSpec>> GetClusters() =>
        Task.FromResult(registry.Clusters.Select(static c => c.Spec).ToImmutableArray());

    public Task<ImmutableArray<QueueSpec>> GetQueues() =>
        Task.FromResult(fleet.Value.Queues.OrderBy(static q => q.Name, StringComparer.Ordinal).ToImmutableArray());

    public Task Report(ClusterName cluster, ClusterHealth health)
    {
        FollowRegistry();
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
        FollowRegistry();
        Refill();
        var permit = FailoverBreaker.Permit(cluster, _healths, _active, wanted, (int)_tokens);
        _tokens -= permit.Jobs;
        _active = wanted == 0 && _active == cluster ? null : permit.Jobs > 0 ? cluster : _active;
        if (permit.Jobs == 0 && permit.Reason is { } reason && reason != _lastRefusal)
            LogRefused(logger, cluster, reason);
        _lastRefusal = permit.Jobs == 0 ? permit.Reason : null;
        return Task.FromResult(permit);
    }

    // A cluster that is gone must not count among the silent ones, nor one that has come among none.
    private void FollowRegistry()
    {
        foreach (var gone in _healths.Keys.Where(c => registry.Find(c.Value) is null).ToArray())
        {
            _healths.Remove(gone);
            _active = _active == gone ? null : _active;
        }
        foreach (var cluster in registry.Clusters)
            _healths.TryAdd(cluster.Name, ClusterHealth.Unknown);
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

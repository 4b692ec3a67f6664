using Muster.Contracts;
using Muster.Scheduling;

namespace Muster.Grains;

/// <summary>Signs of life, what they come to, and the cluster as it is shown.</summary>
internal sealed partial class ClusterGrain
{
    private Heartbeats _heartbeats = Heartbeats.Begin(TimeSpan.Zero);
    private DateTimeOffset _healthSince;
    private DateTimeOffset? _lastHeartbeat;
    private string? _uid;
    private string? _trouble;

    public Task<ClusterSnapshot> Get() => Task.FromResult(new ClusterSnapshot
    {
        Spec = _spec,
        Health = ShownHealth,
        Since = _healthSince,
        LastHeartbeat = _lastHeartbeat,
        Nodes = _table.Nodes.Count,
        Gangs = _table.Allocations.Count,
        Capacity = Sum(_table.Nodes.Values.Where(static n => n.Schedulable).Select(static n => n.Capacity)),
        Cordon = _table.Cordon,
        Problem = Problem(),
        Uid = _uid,
        Used = Sum(_table.Allocations.Values.SelectMany(static a => a.Placement.Nodes).Select(static n => n.Resources)),
    });

    private async Task Beat()
    {
        var heard = await Probe();
        if (heard.Health != _heartbeats.Health && heard.Health is ClusterHealth.Unauthorized or ClusterHealth.Replaced)
            LogTrouble(logger, _name, heard.Health, _trouble ?? "");
        Become(heard);
        _gauge.Publish(_name, _table);
        if (HasStopped)
            StopOffering();
        else if (_heartbeats.Health == ClusterHealth.Healing)
            LookAnew();
        // Last, as it may not answer: nothing but failover needs the fleet.
        await GrainFactory.GetGrain<IFleetGrain>(IFleetGrain.Key).Report(_name, ShownHealth);
        if (!HasStopped && FailoverBreaker.MayLeave(_heartbeats.Health))
            await FailOver();
    }

    private async Task<Heartbeats> Probe()
    {
        try
        {
            using var patience = new CancellationTokenSource(options.Value.SuspectAfter, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, _stopping.Token);
            _uid = await _gateway.ProbeAsync(both.Token);
            _lastHeartbeat = time.GetUtcNow();
            _gauge.Heard();
            _trouble = null;
            return _heartbeats.OnBeat(Now, options.Value.Limits);
        }
        catch (ClusterUnauthorizedException problem)
        {
            _trouble = problem.Message;
            return _heartbeats.OnUnauthorized(Now);
        }
        catch (ClusterReplacedException problem)
        {
            _trouble = problem.Message;
            return _heartbeats.OnReplaced(Now);
        }
        catch (Exception problem) when (problem is MusterException or OperationCanceledException)
        {
            _trouble = problem is MusterException ? problem.Message : "it does not answer";
            return _heartbeats.OnSilence(Now, options.Value.Limits);
        }
    }

    private void Become(Heartbeats heartbeats)
    {
        var changed = heartbeats.Health != _heartbeats.Health;
        _heartbeats = heartbeats;
        if (!changed)
            return;
        if (heartbeats.Health is not (ClusterHealth.Ready or ClusterHealth.Healing))
            _witness.Doubt();
        _healthSince = time.GetUtcNow();
        _table.SetHealth(ShownHealth);
        NudgeRoots();
    }

    // True when nothing is done to the cluster any more, nor concluded from it: the ledger is not what it was.
    private bool HasStopped => ledger.Guard.RolledBack is not null;

    // A cluster that nothing is done to takes no work, however well it is.
    private ClusterHealth ShownHealth => HasStopped && _heartbeats.Health == ClusterHealth.Ready ? ClusterHealth.Suspect : _heartbeats.Health;

    private async Task KeepWitnessAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            await _witness.TendAsync();
            await Pause(_witness.NextTurn(options.Value.HeartbeatInterval));
        }
    }

    private void StopOffering()
    {
        if (_table.SetHealth(ShownHealth))
            _healthSince = time.GetUtcNow();
    }

    // As many jobs as the fleet allows now; those that hold are passed over. Repeated until none is left to move.
    private async Task FailOver()
    {
        var movable = _gangs.Where(static g => g.Value.Request?.Failover == FailoverPolicy.Eager && (!g.Value.IsStopping || g.Value.IsFencing))
            .Select(static g => g.Key).ToArray();
        var permit = await GrainFactory.GetGrain<IFleetGrain>(IFleetGrain.Key).RequestFailover(_name, movable.Length);
        foreach (var job in movable.Take(permit.Jobs))
            GrainFactory.GetGrain<IJobGrain>(job.ToString()).ClusterLost(_name).Ignore();
        foreach (var (job, tracker) in _gangs)
            if (tracker.Request is null)
                GrainFactory.GetGrain<IJobGrain>(job.ToString()).Nudge().Ignore();
    }

    // What is wrong with it, for people; null when nothing is.
    private string? Problem()
    {
        var problems = new[] { ledger.Guard.RolledBack?.Message, _heartbeats.Health == ClusterHealth.Ready ? null : _trouble, _alarm, _quarantine.Describe(), _witness.Trouble };
        return problems.Any(static p => p is not null) ? string.Join("; ", problems.Where(static p => p is not null)) : null;
    }

    private TimeSpan Now => time.GetElapsedTime(0);

    private static ResourceVector Sum(IEnumerable<ResourceVector> vectors) =>
        ResourceVector.Of(vectors.SelectMany(static v => v.Entries));
}

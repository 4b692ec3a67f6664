using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Muster.Contracts;
using Muster.Ledger;
using Muster.Scheduling;

namespace Muster.Grains;

/// <summary>
/// One member cluster. Its table and trackers are rebuilt from the ledger and from the cluster itself; loops of its own
/// follow the cluster's events and its heartbeats.
/// </summary>
[GrainType("cluster"), KeepAlive]
[SuppressMessage("Design", "CA1001", Justification = "What it holds lives as long as the activation, which nothing disposes of.")]
internal sealed partial class ClusterGrain(
    ILedger ledger, IClusterGateways gateways, ClusterRegistry registry, IOptions<FleetOptions> fleet, IOptions<MemberClusterOptions> options,
    SchedulerMeter meter, TimeProvider time, ILogger<ClusterGrain> logger) : Grain, IClusterGrain
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly ClusterGauge _gauge = new(meter);
    private readonly Seldom _followProblems = new(time);
    private readonly Dictionary<JobId, GangTracker> _gangs = [];
    private readonly HashSet<string> _nodeGrains = new(StringComparer.Ordinal);
    private ClusterName _name;
    private ClusterSpec _spec = new();
    private ClusterTable _table = new(new());
    private GuardedGateway _gateway = null!;
    private WitnessKeeper _witness = null!;
    private SemaphoreSlim _dispatches = new(1);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _name = new ClusterName(this.GetPrimaryKeyString());
        _spec = await FollowRegistration(cancellationToken);
        _gateway = new GuardedGateway(gateways.Get(_name), ledger.Guard) { Before = token => _witness.RequireAsync(token) };
        _witness = new WitnessKeeper(_name, _gateway, ledger.Guard, ledger.Ancestors, options.Value.WitnessInterval, time, logger, _stopping.Token);
        _table = new ClusterTable(_spec);
        _dispatches = new SemaphoreSlim(options.Value.MaxDispatches);
        _heartbeats = Heartbeats.Begin(Now);
        _healthSince = time.GetUtcNow();
        await LoadCordons(cancellationToken);
        foreach (var placed in await ledger.ListPlacedAsync(_name, cancellationToken))
        {
            _table.Allocate(new(placed.Job, placed.Attempt, placed.Placement!));
            _gangs[placed.Job] = new GangTracker(placed.Attempt);
        }
        _ = Repeat(static cluster => cluster.Beat(), TimeSpan.Zero, options.Value.HeartbeatInterval);
        _resync = Repeat(static cluster => cluster.Resync(), options.Value.ResyncInterval, options.Value.ResyncInterval);
        _anchorSweep = Repeat(static cluster => cluster.SweepAnchors(), AnchorSweepInterval, AnchorSweepInterval);
        Background(FollowAsync());
        Background(KeepWitnessAsync());
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _gauge.Withdraw();
        await _stopping.CancelAsync();
    }

    public Task<ClusterChanges> GetChanges(EpochToken? incarnation, long since) => Task.FromResult(_table.Since(incarnation, since));

    public Task<NodeView> GetNode(string node)
    {
        _nodeGrains.Add(node);
        return Task.FromResult(_table.View(node));
    }

    public Task Dispatch(DispatchRequest request)
    {
        var tracker = Track(request.Job, request.Attempt);
        if (tracker is null)
            return Task.CompletedTask;
        tracker.Request = request;
        if (_table.Allocate(new(request.Job, request.Attempt, request.Placement)))
            NudgeRoots();
        if (tracker.IsStopping)
            return Task.CompletedTask;
        if (tracker.IsDispatched)
            Tell(request.Job, tracker, again: true);
        else if (!tracker.IsDispatching)
            Background(DispatchAsync(tracker));
        return Task.CompletedTask;
    }

    public Task Stop(JobId job, Attempt attempt)
    {
        if (Track(job, attempt) is not { } tracker)
            return Task.CompletedTask;
        if (tracker.IsGone)
            Tell(job, tracker, again: true);
        else if (!tracker.IsStopping)
            Background(StopAsync(job, tracker));
        return Task.CompletedTask;
    }

    public Task Released(JobId job, Attempt attempt)
    {
        if (_gangs.TryGetValue(job, out var tracker) && tracker.Attempt <= attempt)
        {
            _gangs.Remove(job);
            GiveUp(job, tracker);
        }
        if (_table.Release(job, attempt))
            NudgeRoots();
        Background(CleanUpAsync(job, attempt));
        return Task.CompletedTask;
    }

    public Task CatchUp()
    {
        _catchUps = CatchUps;
        _resync.Change(CatchUpAfter, CatchUpAfter);
        return Task.CompletedTask;
    }

    public Task Nudge() => Task.CompletedTask;

    private IGrainTimer Repeat(Func<ClusterGrain, Task> turn, TimeSpan first, TimeSpan interval) => this.RegisterGrainTimer(
        static (state, _) => state.Turn(state.Cluster), (Turn: turn, Cluster: this), new GrainTimerCreationOptions(first, interval) { KeepAlive = true, Interleave = true });

    // The tracker of an attempt; null when a later attempt of the job is known here.
    private GangTracker? Track(JobId job, Attempt attempt)
    {
        if (_gangs.TryGetValue(job, out var known) && known.Attempt >= attempt)
            return known.Attempt == attempt ? known : null;
        return _gangs[job] = new GangTracker(attempt);
    }

    // Tells the job what it does not know yet.
    private void Tell(JobId job, GangTracker tracker, bool again = false)
    {
        var observation = tracker.Observe();
        if (!again && observation == tracker.Told)
            return;
        tracker.Told = observation;
        GrainFactory.GetGrain<IJobGrain>(job.ToString()).Observed(observation).Ignore();
    }

    // Work that outlasts the turn that began it, on the activation's own scheduler.
    private async void Background(Task work)
    {
        try
        {
            await work;
        }
        catch (Exception end) when (end is OperationCanceledException or LedgerRolledBackException)
        {
            // The activation ends, or the silo has stopped acting, which the guard has said.
        }
        catch (Exception error)
        {
            LogUnexpected(logger, error, _name, "background work");
        }
    }

    private void NudgeRoots()
    {
        foreach (var root in fleet.Value.Roots)
            GrainFactory.GetGrain<IQueueGrain>(root.Value).Nudge().Ignore();
    }

    private void TellNodeGrain(string node)
    {
        if (_nodeGrains.Contains(node))
            GrainFactory.GetGrain<INodeGrain>(new NodeId(_name, node).ToString()).Observe(_table.View(node)).Ignore();
    }

    [LoggerMessage(1, LogLevel.Warning, "Cluster {Cluster}: following its events broke off: {Problem}")]
    private static partial void LogFollowBroke(ILogger logger, ClusterName cluster, string problem);

    [LoggerMessage(2, LogLevel.Warning, "Cluster {Cluster}: {Job} attempt {Attempt} could not be {What}, will be tried again: {Problem}")]
    private static partial void LogTryAgain(ILogger logger, ClusterName cluster, JobId job, Attempt attempt, string what, string problem);

    [LoggerMessage(3, LogLevel.Warning, "Cluster {Cluster}: pods of {Job} attempt {Attempt} are unknown to the ledger, or not provably superseded; they are left alone")]
    private static partial void LogQuarantined(ILogger logger, ClusterName cluster, JobId job, Attempt attempt);

    [LoggerMessage(4, LogLevel.Information, "Cluster {Cluster}: pods of {Job} attempt {Attempt} are superseded; they are being stopped")]
    private static partial void LogSuperseded(ILogger logger, ClusterName cluster, JobId job, Attempt attempt);

    [LoggerMessage(5, LogLevel.Error, "Cluster {Cluster}: {Task} failed unexpectedly")]
    private static partial void LogUnexpected(ILogger logger, Exception error, ClusterName cluster, string task);

    [LoggerMessage(6, LogLevel.Warning, "Cluster {Cluster} is {Health}: {Problem}")]
    private static partial void LogTrouble(ILogger logger, ClusterName cluster, ClusterHealth health, string problem);

    [LoggerMessage(8, LogLevel.Warning, "Cluster {Cluster}: what is left of {Job} attempt {Attempt} stays: {Problem}")]
    private static partial void LogNotCleaned(ILogger logger, ClusterName cluster, JobId job, Attempt attempt, string problem);

    [LoggerMessage(9, LogLevel.Warning, "Cluster {Cluster}: what is left of attempts without pods is not looked for: {Problem}")]
    private static partial void LogAnchorsUnread(ILogger logger, ClusterName cluster, string problem);

    [LoggerMessage(7, LogLevel.Error, "Cluster {Cluster}: {Problem}")]
    private static partial void LogAlarm(ILogger logger, ClusterName cluster, string problem);
}

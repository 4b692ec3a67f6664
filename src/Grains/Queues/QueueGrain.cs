using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Muster.Contracts;
using Muster.Ledger;

namespace Muster.Grains;

/// <summary>A queue: a leaf, a root, or both. Which it is follows from the specs.</summary>
[GrainType("queue"), KeepAlive]
internal sealed class QueueGrain(
    ILedger ledger, ClusterRegistry clusters, IOptions<FleetOptions> fleet, IOptions<QueueOptions> options, SchedulerMeter meter, TimeProvider time, ILogger<QueueGrain> logger) : Grain, IQueueGrain
{
    private QueueName _name;
    private QueueName _rootName;
    private LeafQueue? _leaf;
    private TreeRoot? _root;
    private IGrainTimer? _alarm;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _name = new QueueName(this.GetPrimaryKeyString());
        var specs = fleet.Value;
        _rootName = specs.RootOf(_name.Value);
        if (_rootName == _name)
        {
            _root = new TreeRoot(_name, specs, clusters, options.Value, GrainFactory, ledger, meter, time, logger, DeactivateOnIdle);
            await _root.Open(cancellationToken);
        }
        if (!specs.Queues.Any(q => q.Parent == _name.Value))
        {
            _leaf = new LeafQueue(_name, _rootName, GrainFactory, ledger, options.Value, meter, time, logger);
            await _leaf.Load(cancellationToken);
        }
        var interval = options.Value.SweepInterval;
        this.RegisterGrainTimer(static (queue, _) => queue.Sweep(), this,
            new GrainTimerCreationOptions(interval, interval) { KeepAlive = true, Interleave = true });
        SetAlarm();
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _leaf?.Stop();
        _root?.Stop();
        return Task.CompletedTask;
    }

    public Task<FitVerdict> Check(GangDemand demand) => Leaf.Check(demand);

    public Task<int> Enqueue(PendingJob job)
    {
        var pending = Leaf.Enqueue(job);
        if (job.NotBefore is not null)
            SetAlarm();
        return Task.FromResult(pending);
    }

    public Task Remove(JobId job, bool released) => Leaf.Remove(job, released);

    public Task<Explanation?> Explain(JobId job) => Leaf.Explain(job);

    public Task<FitVerdict> CheckTree(QueueName leaf, GangDemand demand) => Root.Check(leaf, demand);

    public Task<OfferReply> Offer(HeadsOffer offer) => Task.FromResult(Root.Offer(offer));

    public Task Release(JobId job)
    {
        Root.Release(job);
        return Task.CompletedTask;
    }

    public Task<Explanation> ExplainTree(QueueName leaf, PendingJob job) => Root.Explain(leaf, job);

    public Task<QueueSnapshot> SnapshotTree(QueueName queue) => Root.Snapshot(queue);

    public Task SetCordon(Cordon? cordon)
    {
        if (cordon is not null)
            Cordon.Require(cordon);
        return _root is not null ? _root.SetCordon(_name, cordon) : GrainFactory.GetGrain<IQueueGrain>(_rootName.Value).CordonTree(_name, cordon);
    }

    public Task CordonTree(QueueName queue, Cordon? cordon) => Root.SetCordon(queue, cordon);

    public async Task<QueueSnapshot> Get()
    {
        var snapshot = await GrainFactory.GetGrain<IQueueGrain>(_rootName.Value).SnapshotTree(_name);
        return _leaf is null ? snapshot : snapshot with { Pending = _leaf.Pending };
    }

    public Task Settle(Settlement settlement)
    {
        _leaf?.Settle(settlement);
        return Task.CompletedTask;
    }

    public Task Nudge()
    {
        _root?.Nudge();
        return Task.CompletedTask;
    }

    private LeafQueue Leaf => _leaf ?? throw new QueueNotFoundException(_name.Value);

    private TreeRoot Root => _root ?? throw new QueueNotFoundException(_name.Value);

    private async Task Sweep()
    {
        if (ledger.Guard.RolledBack is not null)
            return;
        if (_leaf is not null)
            await _leaf.Sweep();
        if (_root is not null)
            await _root.Sweep();
        SetAlarm();
    }

    // For jobs that back off: the next moment at which one may be tried again.
    private void SetAlarm()
    {
        _alarm?.Dispose();
        _alarm = null;
        if (_leaf?.Wake() is not { } due)
            return;
        var wait = due - time.GetUtcNow();
        _alarm = this.RegisterGrainTimer(
            static (queue, _) =>
            {
                queue.SetAlarm();
                return Task.CompletedTask;
            },
            this, new GrainTimerCreationOptions(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan) { Interleave = true });
    }
}

using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Muster.Contracts;
using Muster.Ledger;
using Muster.Scheduling;

namespace Muster.Grains;

/// <summary>
/// A queue's part as the root of its tree: runs the rounds. What comes in is put into an inbox and taken up between rounds,
/// so that a round can think on the thread pool about a state that nobody else touches.
/// </summary>
internal sealed partial class TreeRoot
{
    private readonly Queue<Action> _inbox = new();
    private readonly HashSet<JobId> _released = [];
    private readonly Dictionary<QueueName, int> _pending = [];
    private readonly EpochToken _epoch = EpochToken.New();
    private readonly PendingHeads _heads = new();
    private readonly FleetIndex _fleet = new();
    private readonly QuotaTree _tree;
    private readonly QueueName _name;
    private readonly FleetOptions _specs;
    private readonly ClusterRegistry _clusters;
    private readonly QueueOptions _options;
    private readonly IGrainFactory _grains;
    private readonly ILedger _ledger;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Action _retire;
    private readonly SchedulerMeter _meter;
    private readonly TreeGauge _gauge;
    private readonly Pump _rounds;
    private Queue<JobId> _audit = new();
    private long _cordonReads;
    private long _cordonsTaken;
    private bool _retired;

    public TreeRoot(
        QueueName name, FleetOptions specs, ClusterRegistry clusters, QueueOptions options, IGrainFactory grains, ILedger ledger, SchedulerMeter meter, TimeProvider time, ILogger logger, Action retire)
    {
        _clusters = clusters;
        (_name, _specs, _options, _grains, _ledger, _time, _logger, _retire) = (name, specs, options, grains, ledger, time, logger, retire);
        (_meter, _gauge) = (meter, new TreeGauge(meter, name, specs));
        _tree = new QuotaTree(name, specs.Queues, specs.Flavors);
        _rounds = new Pump($"queue tree {name}: round", Round, TimeSpan.FromMilliseconds(200), time, logger);
    }

    /// <summary>Becomes the tree's one root in the ledger, and learns what is charged to it.</summary>
    public async Task Open(CancellationToken cancellationToken)
    {
        var opening = await _ledger.OpenTreeAsync(_name, _epoch, cancellationToken);
        foreach (var charged in opening.Charged)
        {
            _tree.Charge(charged.Job, charged.Queue, charged.Charge);
            if (charged.Placement is { } placement)
                _fleet.Assume(charged.Job, placement);
        }
        _tree.SetCordons(await ReadCordons(cancellationToken));
        foreach (var leaf in _tree.Leaves)
            _grains.GetGrain<IQueueGrain>(leaf.Value).Settle(new Settlement(_epoch, [])).Ignore();
        _rounds.Signal();
    }

    public OfferReply Offer(HeadsOffer offer)
    {
        if (!offer.Full && offer.Root != _epoch)
            return new(_epoch, Resend: true);
        Post(() =>
        {
            _pending[offer.Leaf] = offer.Pending;
            _heads.Apply(offer, _fleet);
            // Charged and waiting at once: one of the two is out of date, and the ledger knows which.
            _released.UnionWith(offer.Heads.Select(static h => h.Id).Where(_tree.IsCharged));
        });
        return new(_epoch, Resend: false);
    }

    public void Release(JobId job)
    {
        _released.Add(job);
        _rounds.Signal();
    }

    public void Nudge() => _rounds.Signal();

    // A cluster that was not heard from yet may have anything.
    public Task<FitVerdict> Check(QueueName leaf, GangDemand demand) => Ask(() => new FitVerdict(
        _fleet.KnownClusters < _clusters.Clusters.Count ? null : Explainer.NeverFits(_tree, _fleet, leaf, demand)));

    public Task<Explanation> Explain(QueueName leaf, PendingJob job) => Ask(() => Explainer.Explain(State, leaf, job));

    public Task<QueueSnapshot> Snapshot(QueueName queue) => Ask(() =>
    {
        var (charged, usage) = _tree.UsageOf(queue);
        return new QueueSnapshot
        {
            Spec = _specs.Queue(queue.Value)!, Pending = _pending.GetValueOrDefault(queue), Admitted = charged, Usage = usage,
            Share = QueueShare.Of(_tree, queue, _fleet), Cordon = _tree.CordonOf(queue),
        };
    });

    /// <summary>Records the cordon of a queue, or its end. On return no round that began before is under way any more.</summary>
    public async Task SetCordon(QueueName queue, Cordon? cordon)
    {
        await _ledger.SetCordonAsync(CordonTarget.Of(queue), cordon);
        await TakeCordons();
    }

    /// <summary>Looks for admitted jobs that nobody drives, for charges that the ledger no longer has, and for cordons.</summary>
    public async Task Sweep()
    {
        foreach (var job in await _ledger.ListStuckAsync(_name, JobState.Admitted, _time.GetUtcNow() - _options.SweepInterval, _options.SweepBatch))
            Job(job).Nudge().Ignore();
        Post(() =>
        {
            if (_audit.Count == 0)
                _audit = new(_tree.ChargedJobs);
            for (var i = 0; i < _options.SweepBatch && _audit.TryDequeue(out var job); i++)
                _released.Add(job);
        });
        await TakeCordons();
    }

    public void Stop()
    {
        _rounds.Stop();
        _gauge.Withdraw();
    }

    // Reads may overtake each other. One that began later knows all that was recorded before an earlier one began.
    private async Task TakeCordons()
    {
        var number = ++_cordonReads;
        var cordons = await ReadCordons(CancellationToken.None);
        await Ask(() =>
        {
            if (number > _cordonsTaken)
            {
                _cordonsTaken = number;
                _tree.SetCordons(cordons);
            }
            return true;
        });
    }

    private async Task<Dictionary<QueueName, Cordon>> ReadCordons(CancellationToken cancellationToken) =>
        (await _ledger.ReadCordonsAsync(CordonTarget.Queues, cancellationToken))
            .ToDictionary(static c => new QueueName(c.Key[CordonTarget.Queues.Length..]), static c => c.Value);

    private RoundState State => new(_tree, _heads, _fleet, _time.GetUtcNow());

    private async Task Round()
    {
        var began = _time.GetTimestamp();
        while (_inbox.TryDequeue(out var message))
            message();
        // Questions are answered as long as there is somebody to ask; nothing is decided any more.
        if (_ledger.Guard.RolledBack is not null)
            return;
        await SettleReleased();
        await FollowClusters();
        var plan = await Plan(State);
        using var cycle = plan.Admissions.Length > 0 ? JobSpans.Cycle(_name, plan, _time.GetUtcNow() - _time.GetElapsedTime(began)) : null;
        if (plan.Admissions.Length > 0)
            await Admit(plan.Admissions);
        _meter.Cycle(_name.Value, plan, _time.GetElapsedTime(began));
        _gauge.Publish(_tree, _pending, _fleet);
        if (plan.MoreToDo || _inbox.Count > 0 || _released.Count > 0)
            _rounds.Signal();
    }

    private async Task<RoundPlan> Plan(RoundState state)
    {
        try
        {
            return await Task.Run(() => RoundPlanner.Plan(state, new(_options.RoundAdmissions, _options.RoundConsidered)));
        }
        catch
        {
            // What it had planned so far is lost, and what it planned on is not what it was.
            Retire();
            throw;
        }
    }

    // That a job was released is a hint, which may come late or twice. Whether it is charged is for the ledger to say.
    private async Task SettleReleased()
    {
        if (_released.Count == 0)
            return;
        ImmutableArray<JobId> hinted = [.. _released];
        _released.Clear();
        var states = await _ledger.ReadStatesAsync(hinted);
        foreach (var job in hinted)
        {
            if (states.TryGetValue(job, out var state) && state.IsCharged())
            {
                Withdraw(job);
                continue;
            }
            _tree.Release(job);
            _fleet.Drop(job);
        }
    }

    // Offered by word from before its admission.
    private void Withdraw(JobId job)
    {
        if (_heads.LeafOf(job) is not { } leaf)
            return;
        _heads.Remove(job);
        _grains.GetGrain<IQueueGrain>(leaf.Value).Settle(new(_epoch, [job])).Ignore();
    }

    private async Task FollowClusters()
    {
        var clusters = _clusters.Clusters;
        // One that was removed holds nothing, and takes nothing: no plan may know of it.
        _fleet.Retain(clusters.Select(static c => c.Name).ToHashSet());
        var asked = clusters.Select(cluster =>
        {
            var (incarnation, version) = _fleet.Position(cluster.Name);
            return _grains.GetGrain<IClusterGrain>(cluster.Name.Value).GetChanges(incarnation, version);
        });
        foreach (var answer in asked.ToArray())
        {
            try
            {
                _fleet.Apply(await answer);
            }
            catch (Exception error)
            {
                // One cluster grain that does not answer must not keep jobs from the others.
                LogNoChanges(_logger, error, _name);
            }
        }
    }

    private async Task Admit(ImmutableArray<PlannedAdmission> admissions)
    {
        AdmissionOutcome outcome;
        try
        {
            outcome = await _ledger.AdmitAsync(_name, _epoch, [.. admissions.Select(a => new Admission(a.Job.Id, a.Placement, a.Charge))]);
        }
        catch (LedgerUnavailableException)
        {
            // Who was admitted is unknown. The next activation begins with what the ledger says.
            Retire();
            throw;
        }
        if (outcome.Stale)
        {
            LogStale(_logger, _name);
            Retire();
            return;
        }
        for (var i = 0; i < admissions.Length; i++)
        {
            if (outcome.Admitted[i])
            {
                _meter.Admitted(admissions[i].Job);
                JobSpans.Admitted(admissions[i]);
                Job(admissions[i].Job.Id).Nudge().Ignore();
            }
            else
            {
                RoundPlanner.Undo(State, admissions[i].Job.Id);
            }
        }
        foreach (var leaf in admissions.GroupBy(static a => a.Leaf))
            _grains.GetGrain<IQueueGrain>(leaf.Key.Value).Settle(new(_epoch, [.. leaf.Select(static a => a.Job.Id)])).Ignore();
    }

    // No more rounds. Who waits for an answer gets it from what is known: an activation ends only when nobody waits for it.
    private void Retire()
    {
        _retired = true;
        _rounds.Stop();
        while (_inbox.TryDequeue(out var message))
            message();
        _retire();
    }

    private void Post(Action message)
    {
        if (_retired)
        {
            message();
            return;
        }
        _inbox.Enqueue(message);
        _rounds.Signal();
    }

    private Task<T> Ask<T>(Func<T> question)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            try
            {
                answer.SetResult(question());
            }
            catch (Exception error)
            {
                answer.SetException(error);
            }
        });
        return answer.Task;
    }

    private IJobGrain Job(JobId job) => _grains.GetGrain<IJobGrain>(job.ToString());

    [LoggerMessage(1, LogLevel.Warning, "Queue tree {Tree}: a cluster did not tell its changes")]
    private static partial void LogNoChanges(ILogger logger, Exception error, QueueName tree);

    [LoggerMessage(2, LogLevel.Information, "Queue tree {Tree}: a newer activation runs its rounds; this one ends")]
    private static partial void LogStale(ILogger logger, QueueName tree);
}

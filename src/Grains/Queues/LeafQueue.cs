using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Muster.Contracts;
using Muster.Ledger;

namespace Muster.Grains;

/// <summary>A queue's part as a leaf: keeps the order of its jobs and shows the heads to the root of its tree.</summary>
internal sealed class LeafQueue
{
    private const int PageSize = 10_000;
    private static readonly TimeSpan VerdictLifetime = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, (FitVerdict Verdict, long At)> _verdicts = new(StringComparer.Ordinal);
    private readonly Dictionary<JobId, PendingJob> _backingOff = [];
    private readonly PriorityQueue<JobId, DateTimeOffset> _due = new();
    private readonly HashSet<JobId> _dependent = [];
    private readonly HashSet<JobId> _settled = [];
    private readonly QueueName _name;
    private readonly IGrainFactory _grains;
    private readonly IQueueGrain _root;
    private readonly ILedger _ledger;
    private readonly QueueOptions _options;
    private readonly TimeProvider _time;
    private readonly SchedulerMeter _meter;
    private readonly LeafOrder _order;
    private readonly Pump _offers;
    private EpochToken? _rootEpoch;
    private bool _full = true;
    private long _lastChange;
    private Queue<JobId> _audit = new();

    public LeafQueue(QueueName name, QueueName root, IGrainFactory grains, ILedger ledger, QueueOptions options, SchedulerMeter meter, TimeProvider time, ILogger logger)
    {
        (_name, _grains, _ledger, _options, _meter, _time) = (name, grains, ledger, options, meter, time);
        _root = grains.GetGrain<IQueueGrain>(root.Value);
        _order = new LeafOrder(options.Window);
        _offers = new Pump($"queue {name}: offer to its root", Offer, TimeSpan.FromMilliseconds(200), time, logger);
    }

    public int Pending => _order.Count + _backingOff.Count;

    /// <summary>Finds what waits by the ledger: everything the first time, then what came since.</summary>
    public async Task Load(CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await _ledger.ListQueuedAsync(_name, _lastChange, PageSize, cancellationToken);
            foreach (var queued in page)
            {
                // Whether the jobs it depends on are done is for the job itself to say.
                if (queued.HasDependencies)
                    _dependent.Add(queued.Job.Id);
                else
                    Accept(queued.Job);
                _lastChange = Math.Max(_lastChange, queued.Change);
            }
            if (page.Length < PageSize)
                break;
        }
        _offers.Signal();
    }

    /// <exception cref="OverloadedException">The queue is full.</exception>
    public async Task<FitVerdict> Check(GangDemand demand)
    {
        if (Pending >= _options.MaxPending)
        {
            _meter.LimitHit("queue.pending");
            throw new OverloadedException($"Queue {_name} holds {Pending} waiting jobs, as many as it may. Submit again later, or cancel some.");
        }
        if (_verdicts.TryGetValue(demand.Key, out var known) && _time.GetElapsedTime(known.At) < VerdictLifetime)
            return known.Verdict;
        var verdict = await _root.CheckTree(_name, demand);
        if (_verdicts.Count >= 10_000)
            _verdicts.Clear();
        _verdicts[demand.Key] = (verdict, _time.GetTimestamp());
        return verdict;
    }

    public int Enqueue(PendingJob job)
    {
        _dependent.Remove(job.Id);
        Accept(job);
        _offers.Signal();
        return Pending;
    }

    public async Task Remove(JobId job, bool released)
    {
        _dependent.Remove(job);
        if (_backingOff.Remove(job))
            _settled.Add(job);
        Settle(job);
        if (_order.HasNews)
            _offers.Signal();
        if (released)
            await _root.Release(job);
    }

    public async Task<Explanation?> Explain(JobId job)
    {
        if (_order.Find(job) is not { } pending)
            return BackingOff(job);
        var explanation = await _root.ExplainTree(_name, pending);
        return explanation with { Position = _order.PositionOf(pending), Pending = Pending };
    }

    public void Settle(Settlement settlement)
    {
        foreach (var job in settlement.Admitted)
            Settle(job);
        if (_rootEpoch != settlement.Root)
            _full = true;
        if (_order.HasNews || _full)
            _offers.Signal();
    }

    /// <summary>Finds what it was not told, and says a word to the root, which may be a new one.</summary>
    public async Task Sweep()
    {
        foreach (var job in _dependent.Take(_options.SweepBatch).ToArray())
            _grains.GetGrain<IJobGrain>(job.ToString()).Nudge().Ignore();
        await Load(CancellationToken.None);
        await Audit();
    }

    /// <summary>Lets jobs whose back-off is over wait like the others. Returns when the next one is due.</summary>
    public DateTimeOffset? Wake()
    {
        var now = _time.GetUtcNow();
        var woken = false;
        while (_due.TryPeek(out var id, out var due))
        {
            if (due > now)
                return due;
            _due.Dequeue();
            if (_backingOff.TryGetValue(id, out var job) && job.NotBefore == due && _backingOff.Remove(id))
                woken |= _order.Add(job with { NotBefore = null });
        }
        if (woken)
            _offers.Signal();
        return null;
    }

    public void Stop() => _offers.Stop();

    private void Settle(JobId job)
    {
        if (_order.Remove(job))
            _settled.Add(job);
    }

    // Messages come late or twice. Who waits here and does not by the ledger goes; who was taken away and waits all the same
    // is asked to come again.
    private async Task Audit()
    {
        if (_audit.Count == 0)
            _audit = new(_order.Jobs);
        var waiting = Enumerable.Range(0, Math.Min(_options.SweepBatch, _audit.Count)).Select(_ => _audit.Dequeue()).ToArray();
        var settled = _settled.ToArray();
        var states = await _ledger.ReadStatesAsync([.. waiting, .. settled]);
        _settled.ExceptWith(settled);
        foreach (var job in waiting)
            if (!IsQueued(job))
                Settle(job);
        foreach (var job in settled)
            if (IsQueued(job))
                _grains.GetGrain<IJobGrain>(job.ToString()).Nudge().Ignore();
        if (_order.HasNews)
            _offers.Signal();

        bool IsQueued(JobId job) => states.TryGetValue(job, out var state) && state == JobState.Queued;
    }

    private void Accept(PendingJob job)
    {
        if (job.NotBefore is { } due && due > _time.GetUtcNow())
        {
            _order.Remove(job.Id);
            _backingOff[job.Id] = job;
            _due.Enqueue(job.Id, due);
            return;
        }
        _backingOff.Remove(job.Id);
        _order.Add(job with { NotBefore = null });
    }

    private Explanation? BackingOff(JobId job) => !_backingOff.TryGetValue(job, out var pending) ? null : new Explanation
    {
        Job = job,
        State = JobState.Queued,
        Reason = new(ReasonCode.BackingOff, $"its last try failed; it is tried again at {pending.NotBefore:HH:mm:ss} UTC"),
        Since = pending.QueuedAt,
        Position = _order.Count + 1,
        Pending = Pending,
    };

    private async Task Offer()
    {
        var full = _full || _rootEpoch is null;
        var (heads, withdrawn) = _order.TakeNews(full);
        var offer = new HeadsOffer
        {
            Leaf = _name, Root = _rootEpoch, Full = full, Heads = [.. heads], Withdrawn = [.. withdrawn], Pending = Pending,
        };
        // Until the root has answered nobody knows what it knows.
        _full = true;
        var reply = await _root.Offer(offer);
        (_rootEpoch, _full) = (reply.Root, reply.Resend);
        if (_full || _order.HasNews)
            _offers.Signal();
    }
}

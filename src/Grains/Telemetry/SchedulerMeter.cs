using System.Diagnostics.CodeAnalysis;
using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Muster.Contracts;
using Muster.Ledger;
using Muster.Scheduling;

namespace Muster.Grains;

/// <summary>
/// What Muster counts. Its dimensions are queues, clusters, resources, states and reasons, never jobs: their number is
/// bounded by the configuration. To add to a counter allocates nothing, and costs next to nothing while nobody listens.
/// </summary>
public sealed class SchedulerMeter
{
    /// <summary>Name of the meter, and of the source of spans.</summary>
    public const string Name = "Muster.Scheduler";

    private static readonly InstrumentAdvice<double> Waits = Buckets([0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 14400, 86400]);
    private static readonly InstrumentAdvice<double> Steps = Buckets([0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]);
    private static readonly string[] States = NamesOf<JobState>();
    private static readonly string[] Reasons = NamesOf<ReasonCode>();

    private readonly ConcurrentDictionary<TreeGauge, byte> _trees = new();
    private readonly ConcurrentDictionary<ClusterGauge, byte> _clusters = new();
    private readonly Counter<long> _submitted;
    private readonly Counter<long> _transition;
    private readonly Histogram<double> _wait;
    private readonly Histogram<double> _reservation;
    private readonly Histogram<double> _cycle;
    private readonly Counter<long> _considered;
    private readonly Counter<long> _rejection;
    private readonly Counter<long> _failover;
    private readonly Counter<long> _dispatch;
    private readonly Counter<long> _limit;
    private readonly UpDownCounter<long> _watchers;
    private readonly ObservableGauge<long> _pending;

    /// <summary>Makes the instruments.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "The factory disposes of its meters.")]
    public SchedulerMeter(IMeterFactory meters, TimeProvider time)
    {
        Time = time;
        var meter = meters.Create(Name);
        _submitted = meter.CreateCounter<long>("muster.job.submitted", "{job}", "Jobs accepted.");
        _transition = meter.CreateCounter<long>("muster.job.transition", "{transition}", "Changes of jobs from one state to another.");
        _wait = meter.CreateHistogram("muster.job.wait.duration", "s", "How long jobs waited in each stage until they ran.", null, Waits);
        _reservation = meter.CreateHistogram("muster.gang.reservation.duration", "s", "Claiming the places of a gang: from the first node asked to the commit or the refusal.", null, Steps);
        _cycle = meter.CreateHistogram("muster.cycle.duration", "s", "One round of a queue tree: following clusters, planning, admitting.", null, Steps);
        _considered = meter.CreateCounter<long>("muster.cycle.considered", "{job}", "Jobs that rounds looked at.");
        _rejection = meter.CreateCounter<long>("muster.placement.rejection", "{rejection}", "Jobs that were looked at and not placed, and claims that were refused.");
        _failover = meter.CreateCounter<long>("muster.failover", "{attempt}", "Attempts that were given up in a cluster, so that the job can run elsewhere or again.");
        _dispatch = meter.CreateCounter<long>("muster.dispatch.attempt", "{attempt}", "Tries to create and bind the pods of a gang.");
        _limit = meter.CreateCounter<long>("muster.limit.hit", "{hit}", "Times that something was refused or cut short because a bound was reached.");
        _watchers = meter.CreateUpDownCounter<long>("muster.feed.watchers", "{watcher}", "Streams of events that are open.");
        _pending = meter.CreateObservableGauge("muster.job.pending", () => QueueReadings.Pending(_trees.Keys), "{job}", "Jobs that wait, in all queues whose tree is planned by this silo.");
        meter.CreateObservableGauge("muster.queue.pending", () => QueueReadings.Pendings(_trees.Keys), "{job}", "Jobs that wait in a queue.");
        meter.CreateObservableGauge("muster.queue.admitted", () => QueueReadings.Admitted(_trees.Keys), "{job}", "Jobs of a queue, and of queues below it, that are charged.");
        meter.CreateObservableGauge("muster.queue.share", () => QueueReadings.Shares(_trees.Keys), "1", "Dominant resource of a queue above its nominal quota, by its weight, as a part of the tree.");
        meter.CreateObservableGauge("muster.queue.usage", () => QueueReadings.Usages(_trees.Keys), null, "What a queue, and the queues below it, are charged with: cores, bytes, devices.");
        meter.CreateObservableGauge("muster.queue.quota", () => QueueReadings.Quotas(_trees.Keys), null, "Nominal quota of a queue: cores, bytes, devices.");
        meter.CreateObservableGauge("muster.cluster.health", () => ClusterReadings.Health(_clusters.Keys), null, "1 for the health that a cluster has, 0 for the others.");
        meter.CreateObservableGauge("muster.cluster.quarantine", () => ClusterReadings.Quarantined(_clusters.Keys), "{attempt}", "Attempts whose pods a cluster shows and that are not this ledger's to stop: they are left alone.");
        meter.CreateObservableGauge("muster.cluster.heartbeat.age", () => ClusterReadings.Ages(_clusters.Keys), "s", "Time since a cluster was last heard from; since it is watched if never.");
        meter.CreateObservableGauge("muster.cluster.capacity", () => ClusterReadings.Capacities(_clusters.Keys), null, "What the schedulable nodes of a cluster offer: cores, bytes, devices.");
        meter.CreateObservableGauge("muster.cluster.usage", () => ClusterReadings.Usages(_clusters.Keys), null, "What gangs hold in a cluster: cores, bytes, devices.");
    }

    internal TimeProvider Time { get; }

    /// <summary>True when somebody reads the gauges.</summary>
    internal bool IsRead => _pending.Enabled;

    /// <summary>A stream of events was opened.</summary>
    public void WatcherCame() => _watchers.Add(1);

    /// <summary>A stream of events was closed.</summary>
    public void WatcherWent() => _watchers.Add(-1);

    /// <summary>A bound was reached; <paramref name="limit"/> is one of a fixed few names.</summary>
    public void LimitHit(string limit) => _limit.Add(1, Tag("limit", limit));

    internal void Submitted(string queue) => _submitted.Add(1, Tag("queue", queue));

    /// <summary>A queued job was admitted.</summary>
    internal void Admitted(PendingJob job)
    {
        Moved(JobState.Queued, JobState.Admitted);
        Waited("queue", Time.GetUtcNow() - job.QueuedAt);
    }

    /// <summary>The ledger recorded a change of state.</summary>
    internal void Changed(JobRecord before, JobRecord after)
    {
        if (before.State == after.State)
            return;
        Moved(before.State, after.State);
        if (StageOf(before.State, after.State) is { } stage)
            Waited(stage, after.Since - before.Since);
        if (after.State == JobState.Fencing)
            _failover.Add(1, Tag("cluster", before.Placement?.Cluster.Value), Tag("cause", after.Reason is { } cause ? Reasons[(int)cause.Code] : "Unknown"));
    }

    internal void Reserved(string outcome, TimeSpan duration) => _reservation.Record(duration.TotalSeconds, Tag("outcome", outcome));

    /// <summary>A queue tree was looked at.</summary>
    internal void Cycle(string tree, RoundPlan plan, TimeSpan duration)
    {
        _cycle.Record(duration.TotalSeconds, Tag("queue", tree));
        if (plan.Considered > 0)
            _considered.Add(plan.Considered, Tag("queue", tree));
        foreach (var (reason, times) in plan.Refusals)
            _rejection.Add(times, Tag("reason", Reasons[(int)reason]));
        if (plan.MoreToDo)
            LimitHit("cycle.budget");
    }

    internal void Rejected(ReasonCode reason) => _rejection.Add(1, Tag("reason", Reasons[(int)reason]));

    internal void Dispatched(string cluster, string outcome) => _dispatch.Add(1, Tag("cluster", cluster), Tag("outcome", outcome));

    internal void Track(TreeGauge tree) => _trees.TryAdd(tree, 0);

    internal void Forget(TreeGauge tree) => _trees.TryRemove(tree, out _);

    internal void Track(ClusterGauge cluster) => _clusters.TryAdd(cluster, 0);

    internal void Forget(ClusterGauge cluster) => _clusters.TryRemove(cluster, out _);

    private void Moved(JobState from, JobState to) => _transition.Add(1, Tag("from", States[(int)from]), Tag("to", States[(int)to]));

    // Clocks of two silos may differ: a wait is never less than nothing.
    private void Waited(string stage, TimeSpan duration) => _wait.Record(Math.Max(0, duration.TotalSeconds), Tag("stage", stage));

    private static string? StageOf(JobState from, JobState to) => (from, to) switch
    {
        (JobState.Admitted, JobState.Committed) => "reserve",
        (JobState.Committed, JobState.Starting) => "dispatch",
        (JobState.Committed or JobState.Starting, JobState.Running) => "start",
        _ => null,
    };

    private static KeyValuePair<string, object?> Tag(string name, string? value) => new(name, value);

    private static InstrumentAdvice<double> Buckets(double[] boundaries) => new() { HistogramBucketBoundaries = boundaries };

    // By number, so that naming a state allocates nothing.
    private static string[] NamesOf<T>()
        where T : struct, Enum
    {
        var values = Enum.GetValues<T>();
        var names = new string[values.Max(static v => Convert.ToInt32(v, null)) + 1];
        Array.Fill(names, "Unknown");
        foreach (var value in values)
            names[Convert.ToInt32(value, null)] = value.ToString();
        return names;
    }
}

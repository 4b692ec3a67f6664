using System.Collections.Immutable;
using Muster.Contracts;
using Muster.Scheduling;

namespace Muster.Grains;

/// <summary>
/// What the root of a queue tree shows of itself: written by the root between rounds, at most so often, and read by whoever
/// reads the gauges. An idle root is woken every few seconds, so that what is shown is never old.
/// </summary>
internal sealed class TreeGauge(SchedulerMeter meter, QueueName root, FleetOptions specs)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly QueueSpec[] _queues = [.. specs.Queues.Where(q => specs.RootOf(q.Name) == root)];
    private volatile QueueReading[] _readings = [];
    private long _last;

    public QueueReading[] Readings => _readings;

    /// <summary>Takes a reading when one is due. To be called by the owner of the tree.</summary>
    public void Publish(QuotaTree tree, Dictionary<QueueName, int> pending, FleetIndex fleet)
    {
        if (!meter.IsRead || (_last != 0 && meter.Time.GetElapsedTime(_last) < Interval))
            return;
        _last = meter.Time.GetTimestamp();
        _readings = [.. _queues.Select(q => Read(tree, q, pending, fleet))];
        meter.Track(this);
    }

    /// <summary>Shows nothing any more.</summary>
    public void Withdraw() => meter.Forget(this);

    private static QueueReading Read(QuotaTree tree, QueueSpec spec, Dictionary<QueueName, int> pending, FleetIndex fleet)
    {
        var queue = new QueueName(spec.Name);
        var (charged, usage) = tree.UsageOf(queue);
        return new(spec.Name, pending.GetValueOrDefault(queue), charged, QueueShare.Of(tree, queue, fleet) / 1000.0,
            [.. usage.SelectMany(static u => u.Resources.Entries.Select(e => new QueueAmount(u.Flavor, e.Name, Units.Of(e))))],
            [.. spec.Quotas.SelectMany(static q => q.Resources.Select(r => new QueueAmount(q.Flavor, r.Resource, Units.Of(new(r.Resource, r.Nominal)))))]);
    }
}

/// <summary>Numbers of one queue.</summary>
internal sealed record QueueReading(
    string Queue, int Pending, int Admitted, double Share, ImmutableArray<QueueAmount> Usage, ImmutableArray<QueueAmount> Quota);

/// <summary>An amount of a resource on a flavor, in cores, bytes or devices.</summary>
internal readonly record struct QueueAmount(string Flavor, string Resource, double Amount);

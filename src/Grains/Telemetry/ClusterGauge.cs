using Muster.Contracts;

namespace Muster.Grains;

/// <summary>
/// What a cluster grain shows of its cluster. Sums are kept by following the table's own feed of changes: no heartbeat and
/// no reader ever walks over all nodes or gangs.
/// </summary>
internal sealed class ClusterGauge(SchedulerMeter meter)
{
    private readonly Dictionary<string, ResourceVector> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<JobId, ResourceVector> _gangs = [];
    private long _heardAt = meter.Time.GetTimestamp();
    private EpochToken? _incarnation;
    private long _version;
    private ResourceVector _capacity = ResourceVector.Empty;
    private ResourceVector _used = ResourceVector.Empty;
    private volatile ClusterReading? _reading;

    public ClusterReading? Reading => _reading;

    /// <summary>Attempts that are left alone there.</summary>
    public int Quarantined { get; set; }

    /// <summary>The cluster gave a sign of life.</summary>
    public void Heard() => _heardAt = meter.Time.GetTimestamp();

    /// <summary>Takes a reading. To be called by the owner of the table, after each heartbeat that came or did not.</summary>
    public void Publish(ClusterName cluster, ClusterTable table)
    {
        Follow(table.Since(_incarnation, _version));
        _reading = new(cluster.Value, table.Health, _heardAt, _capacity, _used, Quarantined);
        meter.Track(this);
    }

    /// <summary>Shows nothing any more.</summary>
    public void Withdraw() => meter.Forget(this);

    public TimeSpan Age(ClusterReading reading) => meter.Time.GetElapsedTime(reading.HeardAt);

    private void Follow(ClusterChanges changes)
    {
        if (changes.Full)
            Restart();
        foreach (var node in changes.Nodes)
            Put(_nodes, node.Name, node.Schedulable ? node.Capacity : ResourceVector.Empty, ref _capacity);
        foreach (var node in changes.RemovedNodes)
            Put(_nodes, node, ResourceVector.Empty, ref _capacity);
        foreach (var gang in changes.Allocated)
            Put(_gangs, gang.Job, ResourceVector.Of(gang.Placement.Nodes.SelectMany(static n => n.Resources.Entries)), ref _used);
        foreach (var gang in changes.Released)
            Put(_gangs, gang.Job, ResourceVector.Empty, ref _used);
        (_incarnation, _version) = (changes.Incarnation, changes.Version);
    }

    private void Restart()
    {
        _nodes.Clear();
        _gangs.Clear();
        (_capacity, _used) = (ResourceVector.Empty, ResourceVector.Empty);
    }

    private static void Put<T>(Dictionary<T, ResourceVector> parts, T key, ResourceVector part, ref ResourceVector sum)
        where T : notnull
    {
        sum = sum.Subtract(parts.GetValueOrDefault(key, ResourceVector.Empty)).Add(part);
        if (part.IsEmpty)
            parts.Remove(key);
        else
            parts[key] = part;
    }
}

/// <summary>Numbers of one cluster.</summary>
internal sealed record ClusterReading(string Cluster, ClusterHealth Health, long HeardAt, ResourceVector Capacity, ResourceVector Used, int Quarantined);

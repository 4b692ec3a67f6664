namespace Orleans.Embedded;

/// <summary>Ends activations that nobody has used for their class's collection age.</summary>
/// <remarks>
/// Activations lie in buckets by the time at which they could be idle long enough; only a bucket whose time has come is
/// looked at, so that each activation is seen about once in its collection age.
/// </remarks>
internal sealed class IdleCollector(Silo silo) : IDisposable
{
    private readonly Dictionary<long, HashSet<Activation>> buckets = [];
    private readonly long quantum = Math.Max(1, (long)silo.Collection.CollectionQuantum.TotalMilliseconds);
    private ITimer? timer;
    private long done;

    public void Start()
    {
        done = silo.Deadlines.Read() / quantum;
        timer = silo.Time.CreateTimer(_ => Collect(), null, silo.Collection.CollectionQuantum, silo.Collection.CollectionQuantum);
    }

    public void Add(Activation activation)
    {
        if (!activation.Class.IsKept)
            Add(activation, activation.IdleAt());
    }

    /// <summary>Forgets an activation that has ended before its time; it would be kept in memory until then.</summary>
    public void Remove(Activation activation)
    {
        lock (buckets)
        {
            if (buckets.TryGetValue(activation.CollectorBucket, out var list))
            {
                _ = list.Remove(activation);
            }
        }
    }

    public void Dispose() => timer?.Dispose();

    private void Add(Activation activation, long idleAt)
    {
        if (idleAt == long.MinValue)
            return;

        lock (buckets)
        {
            var bucket = Math.Max((idleAt / quantum) + 1, done + 1);
            if (!buckets.TryGetValue(bucket, out var list))
                buckets.Add(bucket, list = []);

            list.Add(activation);
            activation.CollectorBucket = bucket;
        }
    }

    private void Collect()
    {
        var now = silo.Deadlines.Read();
        foreach (var activation in TakeDue(now / quantum))
        {
            var idleAt = activation.IdleAt();
            if (idleAt > now)
            {
                Add(activation, idleAt);
            }
            else if (idleAt != long.MinValue)
            {
                activation.Deactivate(new(DeactivationReasonCode.ActivationIdle, "The activation was idle."));
            }
        }
    }

    private List<Activation> TakeDue(long upTo)
    {
        var due = new List<Activation>();
        lock (buckets)
        {
            // A late timer may have skipped a bucket.
            foreach (var bucket in buckets.Keys.Where(b => b <= upTo).Order().ToArray())
            {
                buckets.Remove(bucket, out var list);
                due.AddRange(list!);
            }

            done = upTo;
        }

        return due;
    }
}

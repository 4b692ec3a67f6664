namespace Orleans.Embedded;

/// <summary>The activations of one stateless worker on one silo.</summary>
internal sealed class WorkerPool(GrainClass grainClass, GrainId grainId)
{
    private readonly List<Activation> workers = [];

    /// <summary>An idle worker; a new one if all are busy and there may be more; else the least busy.</summary>
    public Activation Pick()
    {
        lock (workers)
        {
            if (workers.MinBy(w => w.Load) is { } best && (best.Load == 0 || workers.Count >= grainClass.MaxWorkers))
                return best;

            var worker = new Activation(grainClass, grainId);
            workers.Add(worker);
            grainClass.Count(1);
            return worker;
        }
    }

    public IReadOnlyList<Activation> All()
    {
        lock (workers)
            return [.. workers];
    }

    public bool Remove(Activation activation)
    {
        lock (workers)
            return workers.Remove(activation);
    }
}

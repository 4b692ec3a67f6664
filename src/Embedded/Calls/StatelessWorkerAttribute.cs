namespace Orleans.Concurrency;

/// <summary>The grain keeps no state: each silo runs as many of it as the load asks for, up to a limit.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class StatelessWorkerAttribute(int maxLocalWorkers) : Attribute
{
    public StatelessWorkerAttribute() : this(-1) { }

    internal int MaxLocalWorkers { get; } = maxLocalWorkers > 0 ? maxLocalWorkers : Environment.ProcessorCount;
}

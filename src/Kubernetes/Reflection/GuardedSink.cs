using System.Diagnostics.CodeAnalysis;

namespace Muster.Kubernetes;

/// <summary>A consumer that throws loses what it was told of, not the rest of the list or the stream.</summary>
[SuppressMessage("Design", "CA1031", Justification = "The reflection goes on whatever its consumer does; each failure is told.")]
internal sealed class GuardedSink<T>(IReflectorSink<T> sink) : IReflectorSink<T>
{
    /// <summary>Called with what the consumer threw.</summary>
    public Action<Exception>? Failed { get; set; }

    public void Added(T item)
    {
        try
        {
            sink.Added(item);
        }
        catch (Exception failure)
        {
            Failed?.Invoke(failure);
        }
    }

    public void Modified(T item)
    {
        try
        {
            sink.Modified(item);
        }
        catch (Exception failure)
        {
            Failed?.Invoke(failure);
        }
    }

    public void Deleted(T item)
    {
        try
        {
            sink.Deleted(item);
        }
        catch (Exception failure)
        {
            Failed?.Invoke(failure);
        }
    }

    public void Synced()
    {
        try
        {
            sink.Synced();
        }
        catch (Exception failure)
        {
            Failed?.Invoke(failure);
        }
    }

    public void Troubled(ReflectorTrouble trouble)
    {
        try
        {
            sink.Troubled(trouble);
        }
        catch (Exception)
        {
            // Nobody is left to be told.
        }
    }
}

namespace Muster.Kubernetes;

/// <summary>
/// The one consumer of a <see cref="Reflector{T}"/>. It is called by one thread at a time, in the order of the server's history;
/// the next event is not read before a call has returned, so nothing is queued between.
/// </summary>
public interface IReflectorSink<in T>
{
    /// <summary>An object that was not there before.</summary>
    void Added(T item);

    /// <summary>Another version of an object that was told of before.</summary>
    void Modified(T item);

    /// <summary>
    /// An object that was told of is gone, or no longer chosen by the selectors. Carries the last state that is known. When an object
    /// of the same name has another uid, the old one is deleted before the new one is added.
    /// </summary>
    void Deleted(T item);

    /// <summary>A whole list has been applied: what was told until now is what the server has.</summary>
    void Synced();

    /// <summary>Something went wrong and is dealt with; for logs and health.</summary>
    void Troubled(ReflectorTrouble trouble)
    {
    }
}

namespace Orleans.Embedded;

/// <summary>Decides where and in which order turns run. A simulation brings its own.</summary>
public interface ITurnScheduler
{
    /// <summary>The most turns of one activation that run before others get their chance.</summary>
    int TurnsPerSlot => 32;

    void Schedule(IThreadPoolWorkItem turn);

    /// <summary>Schedules an activation that has had its slot, behind others.</summary>
    void Requeue(IThreadPoolWorkItem turn) => Schedule(turn);
}

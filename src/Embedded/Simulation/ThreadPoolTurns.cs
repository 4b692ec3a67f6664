namespace Orleans.Embedded;

/// <summary>Runs turns on the thread pool, near the turn that caused them.</summary>
internal sealed class ThreadPoolTurns : ITurnScheduler
{
    public void Schedule(IThreadPoolWorkItem turn) => ThreadPool.UnsafeQueueUserWorkItem(turn, preferLocal: true);

    public void Requeue(IThreadPoolWorkItem turn) => ThreadPool.UnsafeQueueUserWorkItem(turn, preferLocal: false);
}

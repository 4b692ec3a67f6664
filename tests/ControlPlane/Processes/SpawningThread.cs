using System.Collections.Concurrent;

namespace Muster.ControlPlane;

/// <summary>
/// The thread that starts all processes. "Die with the parent" means, to Linux, with the thread that started them; those of
/// the pool come and go.
/// </summary>
internal static class SpawningThread
{
    private static readonly BlockingCollection<Action> Work = Begin();

    public static Task<T> RunAsync<T>(Func<T> start)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Work.Add(() =>
        {
            try
            {
                done.SetResult(start());
            }
            // Whoever asked is told.
            catch (Exception e)
            {
                done.SetException(e);
            }
        });
        return done.Task;
    }

    private static BlockingCollection<Action> Begin()
    {
        var work = new BlockingCollection<Action>();
        var thread = new Thread(() =>
        {
            foreach (var action in work.GetConsumingEnumerable())
                action();
        })
        { IsBackground = true, Name = "spawning" };
        thread.Start();
        return work;
    }
}

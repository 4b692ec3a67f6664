namespace Orleans;

/// <summary>Tasks that nobody waits for.</summary>
public static class PublicOrleansTaskExtensions
{
    /// <summary>Says that the task's outcome does not matter, and observes its exception if it fails.</summary>
    public static void Ignore(this Task task)
    {
        if (!task.IsCompletedSuccessfully)
            _ = task.ContinueWith(
                static failed => _ = failed.Exception,
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
    }
}

namespace Muster.Silo;

/// <summary>Wakes everybody who waits, at once. First take <see cref="Next"/>, then look, then wait: no ring is missed.</summary>
internal sealed class Bell
{
    private TaskCompletionSource _next = New();

    public Task Next => Volatile.Read(ref _next).Task;

    public void Ring() => Interlocked.Exchange(ref _next, New()).SetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

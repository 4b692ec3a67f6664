using System.Runtime.CompilerServices;

namespace Orleans.Embedded;

/// <summary>A call that someone awaits; the methods' own classes derive from it at run time.</summary>
/// <remarks>The builder is the promise: a TaskCompletionSource would be one object more for each call.</remarks>
internal abstract class TaskRequest<T>(CallInfo info) : Request(info)
{
    private AsyncTaskMethodBuilder<T> promise;
    private Task? running;

    public Task<T> Response => promise.Task;

    public sealed override bool Start()
    {
        try
        {
            running = Info.Method is not null && Callee.IsFiltered ? CallFiltered() : Call(Callee.GrainInstance!);
            if (!running.IsCompleted)
            {
                running.GetAwaiter().UnsafeOnCompleted(Finish);
                return false;
            }
        }
        catch (Exception e)
        {
            running = Task.FromException(e);
        }

        Answer();
        return true;
    }

    protected abstract Task Call(object grain);
    protected override void SetFailure(Exception error) => promise.SetException(error);

    private static T ResultOf(Task task) => typeof(T) == typeof(Done) ? default! : ((Task<T>)task).Result;

    private async Task<T> CallFiltered()
    {
        var call = new IncomingCall(this, async grain =>
        {
            var task = Call(grain);
            await task;
            return typeof(T) == typeof(Done) ? null : ResultOf(task);
        });
        await call.Invoke();
        return call.Result is T result ? result : default!;
    }

    private void Finish()
    {
        Answer();
        Callee.OnFinished(this);
    }

    private void Answer()
    {
        if (!running!.IsCompletedSuccessfully)
        {
            var error = running.Exception?.InnerException ?? new TaskCanceledException(running);
            Callee.OnError(this, error);
            Fail(error);
        }
        else if (Claim())
        {
            promise.SetResult(ResultOf(running));
        }
    }
}

/// <summary>The result of a call that has none.</summary>
internal readonly struct Done;

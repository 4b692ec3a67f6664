using System.Runtime.CompilerServices;

namespace Orleans.Embedded;

/// <summary>A call that someone awaits.</summary>
/// <remarks>The builder is the promise: a TaskCompletionSource would be one more object for each call.</remarks>
internal abstract class Request<T>(CallInfo info) : Request(info)
{
    private AsyncTaskMethodBuilder<T> promise;

    public Task<T> Response => promise.Task;

    protected void Succeed(T result)
    {
        if (Claim())
        {
            promise.SetResult(result);
        }
    }

    protected override void SetFailure(Exception error) => promise.SetException(error);

    /// <summary>What the callee threw, which may end its activation.</summary>
    protected void FailWith(Exception error)
    {
        Callee.OnError(this, error);
        Fail(error);
    }

    /// <summary>Takes the outcome of a task that is done.</summary>
    protected static Exception? ErrorOf(Task task)
    {
        if (task.IsFaulted)
        {
            return task.Exception.InnerException!;
        }

        if (!task.IsCanceled)
        {
            return null;
        }

        try
        {
            task.GetAwaiter().GetResult();
            return null;
        }
        catch (OperationCanceledException e)
        {
            return e;
        }
    }
}

namespace Orleans.Embedded;

/// <summary>A call of a method that returns a value; the methods' own classes are emitted at run time.</summary>
internal abstract class TaskRequest<T>(CallInfo info) : Request<T>(info)
{
    private Task<T>? running;

    public sealed override bool Start()
    {
        try
        {
            var result = IsFiltered ? Filtered() : Call(Callee.GrainInstance!);
            if (result.IsCompletedSuccessfully)
            {
                Succeed(result.Result);
                return true;
            }

            running = result.AsTask();
        }
        catch (Exception e)
        {
            FailWith(e);
            return true;
        }

        running.GetAwaiter().UnsafeOnCompleted(Finish);
        return false;
    }

    protected abstract ValueTask<T> Call(object grain);

    private async ValueTask<T> Filtered()
    {
        var call = new IncomingCall(this, async grain => await Call(grain));
        await call.Invoke();
        return (T)call.Result!;
    }

    private void Finish()
    {
        if (ErrorOf(running!) is { } error)
        {
            FailWith(error);
        }
        else
        {
            Succeed(running!.Result);
        }

        Callee.OnFinished(this);
    }
}

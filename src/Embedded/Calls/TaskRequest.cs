namespace Orleans.Embedded;

/// <summary>A call of a method that returns no value; the methods' own classes are emitted at run time.</summary>
internal abstract class TaskRequest(CallInfo info) : Request<Done>(info)
{
    private Task? running;

    public sealed override bool Start()
    {
        try
        {
            var result = IsFiltered ? Filtered() : Call(Callee.GrainInstance!);
            if (result.IsCompletedSuccessfully)
            {
                Succeed(default);
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

    protected abstract ValueTask Call(object grain);

    private async ValueTask Filtered()
    {
        var call = new IncomingCall(this, async grain =>
        {
            await Call(grain);
            return null;
        });
        await call.Invoke();
    }

    private void Finish()
    {
        if (ErrorOf(running!) is { } error)
        {
            FailWith(error);
        }
        else
        {
            Succeed(default);
        }

        Callee.OnFinished(this);
    }
}

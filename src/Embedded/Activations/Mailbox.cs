namespace Orleans.Embedded;

/// <summary>What an activation has to do: calls that wait, calls that run, and continuations of the latter.</summary>
/// <remarks>Every member is used under a lock on the mailbox.</remarks>
internal sealed class Mailbox
{
    private readonly RequestList waiting = new();
    private readonly RequestList running = new();
    private Request? blocking;

    // Most activations have one continuation ready at most, so that the queue is seldom made.
    private Task? continuation;
    private Queue<Task>? moreContinuations;
    private int interleavable;
    private bool callsFirst;

    public int Count => waiting.Count + running.Count;
    public bool IsIdle => running.Count == 0;

    public void Add(Request request)
    {
        waiting.Add(request);
        interleavable += MayInterleave(request) ? 1 : 0;
    }

    public void Add(Task task)
    {
        if (continuation is null)
            continuation = task;
        else
            (moreContinuations ??= new()).Enqueue(task);
    }

    /// <summary>Takes the next turn; calls and continuations have turns in turn, so that neither starves.</summary>
    public bool TryTake(bool admitCalls, bool reentrant, out Task? task, out Request? request)
    {
        (task, request) = (null, null);
        callsFirst = !callsFirst;
        return (callsFirst && admitCalls && TryAdmit(reentrant, out request))
            || TryTakeContinuation(out task)
            || (!callsFirst && admitCalls && TryAdmit(reentrant, out request));
    }

    public void Finish(Request request)
    {
        running.Remove(request);
        if (blocking == request)
            blocking = null;
    }

    public List<Request> TakeWaiting()
    {
        interleavable = 0;
        return waiting.RemoveAll();
    }

    /// <summary>Takes out the calls whose callers have given up; those that run go on unheard.</summary>
    public List<Request>? TakeExpired(long now)
    {
        List<Request>? expired = null;
        for (var request = running.First; request is not null; request = request.Next)
        {
            if (request.Deadline <= now && request.HasCaller && !request.IsAnswered)
                (expired ??= []).Add(request);
        }

        for (var request = waiting.First; request is not null;)
        {
            var next = request.Next;
            if (request.Deadline <= now)
            {
                RemoveWaiting(request);
                (expired ??= []).Add(request);
            }

            request = next;
        }

        return expired;
    }

    public List<Request> AllRunning()
    {
        var all = new List<Request>(running.Count);
        for (var request = running.First; request is not null; request = request.Next)
            all.Add(request);

        return all;
    }

    private static bool MayInterleave(Request request) => request.Info.AlwaysInterleaves || request.Info.IsReadOnly;

    private bool TryTakeContinuation(out Task? task)
    {
        task = continuation;
        continuation = null;
        if (task is not null && moreContinuations is not null)
            _ = moreContinuations.TryDequeue(out continuation);

        return task is not null;
    }

    private bool TryAdmit(bool reentrant, out Request? admitted)
    {
        // Without this count a long queue would be searched again at every turn of a busy activation.
        var all = running.Count == 0 || blocking is null || reentrant;
        Request? next;
        for (admitted = all || interleavable > 0 ? waiting.First : null; admitted is not null; admitted = next)
        {
            next = admitted.Next;
            if (admitted.IsAbandoned)
            {
                RemoveWaiting(admitted);
            }
            else if (all || admitted.Info.AlwaysInterleaves || (admitted.Info.IsReadOnly && blocking!.Info.IsReadOnly))
            {
                Run(admitted);
                return true;
            }
        }

        return false;
    }

    private void Run(Request request)
    {
        RemoveWaiting(request);
        running.Add(request);

        // As in Orleans: the first call that does not always interleave decides what else may run, until it ends.
        if (blocking is null && !request.Info.AlwaysInterleaves)
            blocking = request;
    }

    private void RemoveWaiting(Request request)
    {
        waiting.Remove(request);
        interleavable -= MayInterleave(request) ? 1 : 0;
    }
}

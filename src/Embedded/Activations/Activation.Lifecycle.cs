using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace Orleans.Embedded;

/// <content>Beginning and end of an activation.</content>
internal sealed partial class Activation
{
    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        lock (mailbox)
        {
            if (state > ActivationState.Valid)
            {
                return;
            }

            wasValid = state == ActivationState.Valid;
            state = ActivationState.Deactivating;
            Extras.Reason = deactivationReason;
            Extras.DeactivationToken = cancellationToken;
            foreach (var enumeration in Extras.Enumerations.Values)
            {
                enumeration.Abort();
            }

            if (isScheduled)
            {
                return;
            }

            isScheduled = true;
        }

        Silo.Turns.Schedule(this);
    }

    /// <summary>Takes note of what a call of the grain threw.</summary>
    public void OnError(Request request, Exception error)
    {
        if (request.Info.IsOneWay || request.IsLocal)
        {
            Log.Unheard(Silo.Logger, error, request.Info.Name, GrainId);
        }

        if (error is InconsistentStateException { IsSourceActivation: true } inconsistent)
        {
            // Callers up the chain see the same exception, but their own state is no older for it.
            inconsistent.IsSourceActivation = false;
            Deactivate(new(DeactivationReasonCode.ApplicationError, error, error.Message));
        }
    }

    /// <summary>The silo is killed: the activation is gone, though its code may still run and make calls.</summary>
    public void Kill(Exception error)
    {
        List<Request> lost;
        lock (mailbox)
        {
            state = ActivationState.Invalid;
            lost = mailbox.TakeWaiting();
            lost.AddRange(mailbox.AllRunning());
        }

        StopTimers();
        lost.ForEach(request => Silo.Turns.Schedule(new Verdict(request, error)));
        extras?.Ended.TrySetResult();
    }

    private async Task ActivateAsync()
    {
        Exception? error = null;
        try
        {
            GrainInstance = grainClass.Create(this);
            if (extras is { States.Count: > 0 } || grainClass.HasOnActivate)
            {
                await RunOnActivateAsync();
            }
        }
        catch (Exception e)
        {
            // Every kind of failure goes to the callers that wait for the activation.
            Log.ActivationFailed(Silo.Logger, e, GrainId);
            error = e;
        }

        var closes = false;
        lock (mailbox)
        {
            isStarting = false;
            if (state == ActivationState.Activating)
            {
                state = error is null ? ActivationState.Valid : ActivationState.Closing;
                lastUsed = Silo.Deadlines.Now;
                closes = error is not null;
            }
        }

        if (closes)
        {
            Close(error);
        }
        else
        {
            Silo.Collector.Add(this);
        }
    }

    private async Task RunOnActivateAsync()
    {
        using var limit = new CancellationTokenSource(Silo.Collection.ActivationTimeout, Silo.Time);
        for (var i = 0; i < extras?.States.Count; i++)
        {
            await extras.States[i].ReadStateAsync(limit.Token).WaitAsync(limit.Token);
        }

        if (GrainInstance is IGrainBase grain)
        {
            await grain.OnActivateAsync(limit.Token).WaitAsync(limit.Token);
        }
    }

    private async Task FinishDeactivatingAsync()
    {
        StopTimers();
        try
        {
            if (wasValid && grainClass.HasOnDeactivate && GrainInstance is IGrainBase grain)
            {
                using var limit = new CancellationTokenSource(Silo.Collection.DeactivationTimeout, Silo.Time);
                using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, Extras.DeactivationToken);
                await grain.OnDeactivateAsync(Extras.Reason, linked.Token).WaitAsync(linked.Token);
            }

            foreach (var enumeration in Extras.Enumerations.Values)
            {
                await enumeration.DisposeAsync();
            }

            if (GrainInstance is IAsyncDisposable asyncDisposable)
            {
                await asyncDisposable.DisposeAsync();
            }
            else if (GrainInstance is IDisposable disposable)
            {
                disposable.Dispose();
            }
        }
        catch (Exception e)
        {
            // The activation ends whatever its grain thinks of it.
            Log.DeactivationFailed(Silo.Logger, e, GrainId);
        }

        Close(null);
    }

    /// <summary>Leaves the directory, then passes on the calls that came too late or fails them.</summary>
    private void Close(Exception? error)
    {
        Silo.Forget(this);
        Silo.Collector.Remove(this);
        List<Request> late;
        lock (mailbox)
        {
            state = ActivationState.Invalid;
            late = mailbox.TakeWaiting();
        }

        foreach (var request in late)
        {
            if (error is not null)
            {
                request.Fail(error);
            }
            else if (!request.IsLocal && !request.IsAnswered)
            {
                Silo.Cluster.Forward(request);
            }
        }

        extras?.Ended.TrySetResult();
    }

    private void StopTimers()
    {
        foreach (var timer in extras?.Timers.ToArray() ?? [])
        {
            timer.Dispose();
        }
    }
}

namespace Orleans.Embedded;

/// <content>Beginning and end of an activation.</content>
internal sealed partial class Activation
{
    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        bool wake;
        lock (mailbox)
        {
            if (state > ActivationState.Valid)
                return;

            wasValid = state == ActivationState.Valid;
            state = ActivationState.Deactivating;
            Extras.Reason = deactivationReason;
            Extras.DeactivationToken = cancellationToken;
            wake = TakeSlot();
        }

        if (wake)
            Silo.Turns.Schedule(this);

        if (Extras.Enumerations is not null)
        {
            // In a turn of its own, since the steps that this lets go go on at once.
            Task.Factory.StartNew(AbortEnumerations, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this);
        }
    }

    /// <summary>Takes note of what a call of the grain threw.</summary>
    public void OnError(Request request, Exception error)
    {
        if (request.Info.IsOneWay || request.IsLocal)
            Log.Unheard(Silo.Logger, error, request.Info.Name, GrainId);

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

        extras?.StopTimers();
        lost.ForEach(request => Silo.Turns.Schedule(new Verdict(request, error)));
        extras?.Ended?.TrySetResult();
    }

    private async Task ActivateAsync()
    {
        Exception? error = null;
        try
        {
            GrainInstance = grainClass.Create(this);
            if (extras?.States is not null || grainClass.HasOnActivate)
                await RunOnActivateAsync();
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
            Close(error);
        else
            Silo.Collector.Add(this);
    }

    private async Task RunOnActivateAsync()
    {
        using var limit = new CancellationTokenSource(Silo.Collection.ActivationTimeout, Silo.Time);
        foreach (var record in extras?.States ?? [])
            await record.ReadStateAsync(limit.Token).WaitAsync(limit.Token);

        if (GrainInstance is IGrainBase grain)
            await grain.OnActivateAsync(limit.Token).WaitAsync(limit.Token);
    }

    private async Task FinishDeactivatingAsync()
    {
        Extras.StopTimers();
        try
        {
            if (wasValid && grainClass.HasOnDeactivate && GrainInstance is IGrainBase grain)
            {
                using var limit = new CancellationTokenSource(Silo.Collection.DeactivationTimeout, Silo.Time);
                using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, Extras.DeactivationToken);
                await grain.OnDeactivateAsync(Extras.Reason, linked.Token).WaitAsync(linked.Token);
            }
        }
        catch (Exception e)
        {
            // The activation ends whatever its grain thinks of it.
            Log.DeactivationFailed(Silo.Logger, e, GrainId);
        }

        await DisposeAllAsync();
        Close(null);
    }

    private async Task DisposeAllAsync()
    {
        try
        {
            foreach (var enumeration in Extras.Enumerations?.Values.ToArray() ?? [])
                await enumeration.DisposeAsync().AsTask().WaitAsync(Silo.Collection.DeactivationTimeout, Silo.Time);

            if (GrainInstance is IAsyncDisposable asyncDisposable)
                await asyncDisposable.DisposeAsync();
            else if (GrainInstance is IDisposable disposable)
                disposable.Dispose();
        }
        catch (Exception e)
        {
            Log.DeactivationFailed(Silo.Logger, e, GrainId);
        }
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

        // References that were used hold on to the activation; they shall not hold on to the grain.
        GrainInstance = null;
        foreach (var request in late)
        {
            if (error is not null)
                request.Fail(error);
            else if (!request.IsLocal && !request.IsAbandoned)
                Silo.Cluster.Forward(request);
        }

        extras?.Ended?.TrySetResult();
        extras = null;
    }

    private void AbortEnumerations()
    {
        foreach (var enumeration in Extras.Enumerations?.Values.ToArray() ?? [])
            enumeration.Abort();
    }
}

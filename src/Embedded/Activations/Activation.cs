namespace Orleans.Embedded;

/// <summary>One grain in memory, and the scheduler of its turns.</summary>
/// <remarks>
/// It is a <see cref="TaskScheduler"/> so that an await inside the grain comes back to it, and the work item of its own
/// turns so that scheduling one allocates nothing.
/// </remarks>
internal sealed partial class Activation : TaskScheduler, IGrainContext, IThreadPoolWorkItem
{
    private readonly GrainClass grainClass;
    private readonly Mailbox mailbox = new();
    private ActivationExtras? extras;
    private GrainReference? reference;
    private long lastUsed;
    private ActivationState state;
    private bool isScheduled;
    private bool isWatched;
    private bool isStarting;
    private bool wasValid;

    public Activation(GrainClass grainClass, GrainId grainId)
    {
        this.grainClass = grainClass;
        GrainId = grainId;
        lastUsed = Silo.Deadlines.Now;
    }

    public GrainId GrainId { get; }

    public object? GrainInstance { get; private set; }

    public GrainClass Class => grainClass;

    /// <summary>Where the idle collector has the activation.</summary>
    public long CollectorBucket { get; set; }

    public Silo Silo => grainClass.Silo;
    public bool IsFiltered => Silo.Filters.Length > 0 || GrainInstance is IIncomingGrainCallFilter;
    public GrainReference GrainReference => reference ??= GrainInterface.Of(typeof(IGrain)).Refer(Silo.Factory, GrainId);
    public IServiceProvider ActivationServices => Silo.Services;

    public int Load
    {
        get
        {
            lock (mailbox)
                return mailbox.Count;
        }
    }

    public bool IsEnding
    {
        get
        {
            lock (mailbox)
                return state > ActivationState.Valid;
        }
    }

    public Task Deactivated
    {
        get
        {
            lock (mailbox)
                return state == ActivationState.Invalid ? Task.CompletedTask : (Extras.Ended ??= new()).Task;
        }
    }

    internal ActivationExtras Extras => extras ?? Interlocked.CompareExchange(ref extras, new(), null) ?? extras;

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);
    public override bool Equals(object? obj) => ReferenceEquals(this, obj);
    public override int GetHashCode() => GrainId.GetHashCode();
    public override string ToString() => $"{GrainId} on {Silo.Name}";

    /// <summary>Takes a call; not if the activation is gone, and the call must go elsewhere.</summary>
    public bool TryReceive(Request request)
    {
        var (wake, watch, refuse) = (false, false, false);
        lock (mailbox)
        {
            if (state == ActivationState.Invalid)
                return false;

            refuse = Silo.CallLimit > 0 && mailbox.Count > Silo.CallLimit && !request.IsLocal;
            if (!refuse)
            {
                request.Callee = this;
                if (request.Deadline == 0)
                    request.Deadline = Silo.Deadlines.After(request.Timeout);

                if (!isWatched && request.Deadline != long.MaxValue)
                    isWatched = watch = true;

                mailbox.Add(request);
                wake = TakeSlot();
            }
        }

        if (refuse)
            request.Fail(new LimitExceededException($"More than {Silo.CallLimit} calls wait for {this} (MaxEnqueuedRequestsHardLimit)."));

        if (watch)
            Silo.Deadlines.Watch(this);

        if (wake)
            Silo.Turns.Schedule(this);

        return true;
    }

    /// <summary>Ends calls that are past their deadline.</summary>
    /// <returns>Whether there are calls left to watch.</returns>
    public bool Expire(long now)
    {
        List<Request>? expired;
        bool stays;
        lock (mailbox)
        {
            expired = mailbox.TakeExpired(now);
            stays = isWatched = mailbox.Count > 0;
        }

        expired?.ForEach(request => Silo.Turns.Schedule(new Verdict(request, null)));
        return stays;
    }

    /// <summary>When the activation will have been idle long enough if no call comes; <see cref="long.MinValue"/> if it is gone.</summary>
    public long IdleAt()
    {
        lock (mailbox)
        {
            return state != ActivationState.Valid ? long.MinValue
                : mailbox.Count > 0 ? Silo.Deadlines.Now + grainClass.CollectionAge
                : Math.Max(lastUsed + grainClass.CollectionAge, extras?.KeepUntil ?? 0);
        }
    }

    public void DelayDeactivation(TimeSpan span)
    {
        lock (mailbox)
        {
            Extras.KeepUntil = span == TimeSpan.MaxValue || span == Timeout.InfiniteTimeSpan ? long.MaxValue
                : span <= TimeSpan.Zero ? 0
                : Silo.Deadlines.Now + (long)span.TotalMilliseconds;
        }
    }

    public IGrainTimer AddTimer<T>(Func<T, CancellationToken, Task> callback, T state, GrainTimerCreationOptions options)
    {
        if (Current != this)
            throw new InvalidOperationException("A grain timer can only be made by code of the grain that runs on its scheduler.");

        var timer = new GrainTimer<T>(this, callback, state, options);
        timer.Change(options.DueTime, options.Period);
        Extras.Add(timer);
        return timer;
    }
}

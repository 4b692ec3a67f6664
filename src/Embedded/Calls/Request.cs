using System.Collections.Immutable;

namespace Orleans.Embedded;

/// <summary>One call: its arguments, its place in a mailbox and its response in a single object.</summary>
internal abstract class Request(CallInfo info)
{
    private int claimed;
    private bool isCopy;

    public CallInfo Info { get; } = info;
    public GrainReference Target { get; set; } = null!;
    public Activation? Caller { get; set; }

    /// <summary>The activation that has the call.</summary>
    public Activation Callee { get; set; } = null!;

    public ImmutableDictionary<string, object>? Context { get; set; }

    /// <summary>When the caller gives up, on the clock of the silo that has the call; 0 until one has it.</summary>
    public long Deadline { get; set; }

    /// <summary>How often the call was passed on from an activation that ended.</summary>
    public int Forwards { get; set; }

    public CallCancellation? Cancellation { get; set; }
    public RequestList? List { get; set; }
    public Request? Previous { get; set; }
    public Request? Next { get; set; }

    /// <summary>Whether the caller has its answer already: by a response, a timeout, a cancellation, a killed silo.</summary>
    public bool IsAnswered => Volatile.Read(ref claimed) != 0;

    /// <summary>Whether anyone waits for the response, or did.</summary>
    public bool HasCaller => !Info.IsOneWay && !IsLocal && !isCopy;

    /// <summary>Whether its caller gave up before the grain saw it.</summary>
    public bool IsAbandoned => IsAnswered && HasCaller;

    /// <summary>Whether the call stays with its activation, and is dropped when that ends.</summary>
    public virtual bool IsLocal => false;

    public virtual bool KeepsAlive => true;

    /// <summary>The method's cancellation token; the caller's at first, the callee's own once the call is sent.</summary>
    public virtual CancellationToken Token
    {
        get => default;
        set { }
    }

    public TimeSpan Timeout => Info.Timeout ?? Target.Factory.ResponseTimeout;

    /// <summary>Begins the call inside a turn of its activation.</summary>
    /// <returns>Whether it ended within that turn; if not, it ends by <see cref="Activation.OnFinished"/>.</returns>
    public abstract bool Start();

    /// <summary>The call has left its activation, under the lock of whose mailbox this runs.</summary>
    public virtual void OnLeft()
    {
    }

    public void Fail(Exception error)
    {
        if (Claim())
            SetFailure(error);
    }

    public void TimeOut()
    {
        if (Target.Factory.CancelOnTimeout)
            Cancellation?.CancelCallee();

        Fail(new TimeoutException($"Response did not arrive on time in {Timeout} for {this}."));
    }

    /// <summary>The same call once more, with no one waiting for its response.</summary>
    public Request Duplicate()
    {
        var copy = (Request)MemberwiseClone();
        copy.isCopy = true;
        copy.Cancellation = null;
        return copy;
    }

    public override string ToString() => $"{Info.Name} on {Target?.GrainId}";

    protected abstract void SetFailure(Exception error);

    /// <summary>The first to claim a call may answer it.</summary>
    protected bool Claim()
    {
        if (!HasCaller || Interlocked.Exchange(ref claimed, 1) != 0)
            return false;

        Cancellation?.Forget();
        return true;
    }
}

namespace Muster.Ledger;

/// <summary>Something to do in a transaction that it shares with others. Answered only once that is committed.</summary>
internal abstract class Operation
{
    /// <summary>True when its caller has gone before it was begun; it is answered then.</summary>
    public abstract bool TryAbandon();

    /// <summary>Does it. May be called again after a rollback.</summary>
    public abstract void Run(WriteSession session);

    /// <summary>Notes that it failed by its own fault, to be told in <see cref="Answer"/>.</summary>
    public abstract void Refuse(Exception fault);

    /// <summary>Answers its caller.</summary>
    public abstract void Answer();

    /// <summary>Tells its caller that the ledger failed.</summary>
    public abstract void Fail(Exception fault);
}

/// <inheritdoc/>
internal sealed class Operation<T>(Func<WriteSession, T> body, CancellationToken cancellationToken) : Operation
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;
    private Exception? _refusal;

    public Task<T> Task => _done.Task;

    public override bool TryAbandon() => cancellationToken.IsCancellationRequested && _done.TrySetCanceled(cancellationToken);

    public override void Run(WriteSession session) => (_result, _refusal) = (body(session), null);

    public override void Refuse(Exception fault) => _refusal = fault;

    public override void Answer()
    {
        if (_refusal is null)
            _done.SetResult(_result);
        else
            _done.SetException(_refusal);
    }

    public override void Fail(Exception fault) => _done.SetException(fault);
}

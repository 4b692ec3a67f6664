using Muster.Contracts;
using Muster.Grains.Tests;
using Muster.Ledger;

namespace Muster.Silo.Tests;

/// <summary>A ledger that answers no change of a job's state while it is closed, so that the job's grain is held up.</summary>
internal sealed class GatedLedger(ILedger inner) : LedgerProxy(inner)
{
    private volatile TaskCompletionSource _gate = Opened();

    /// <summary>Changes that are held up.</summary>
    public int Held => _held;

    private int _held;

    public void Close() => _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Open() => _gate.TrySetResult();

    public override async Task<TransitionOutcome> TransitionAsync(JobTransition transition, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _held);
        try
        {
            await _gate.Task;
        }
        finally
        {
            Interlocked.Decrement(ref _held);
        }
        return await base.TransitionAsync(transition, cancellationToken);
    }

    private static TaskCompletionSource Opened()
    {
        var gate = new TaskCompletionSource();
        gate.SetResult();
        return gate;
    }
}

using Muster.Contracts;
using Muster.Ledger;

namespace Muster.Grains.Tests;

/// <summary>A ledger whose jobs cannot be read from some moment on, until that is ended.</summary>
internal sealed class CutOffLedger(ILedger inner) : LedgerProxy(inner)
{
    private int _refused;

    /// <summary>Looked at before each read: true from the moment on at which the way is cut.</summary>
    public Func<bool> IsCut { get; set; } = static () => false;

    /// <summary>Reads that came while it was cut off.</summary>
    public int Refused => Volatile.Read(ref _refused);

    public override Task<JobRecord?> ReadJobAsync(JobId job, CancellationToken cancellationToken = default)
    {
        if (!IsCut())
            return base.ReadJobAsync(job, cancellationToken);
        Interlocked.Increment(ref _refused);
        return Task.FromException<JobRecord?>(new LedgerUnavailableException("The ledger is cut off (scripted)."));
    }
}

using Muster.Contracts;
using Muster.Ledger;

namespace Muster.Grains.Tests;

/// <summary>A ledger that records cordons and loses the answer.</summary>
internal sealed class DeafLedger(ILedger inner) : LedgerProxy(inner)
{
    public override async Task<Cordon?> SetCordonAsync(string target, Cordon? cordon, CancellationToken cancellationToken = default)
    {
        await base.SetCordonAsync(target, cordon, cancellationToken);
        throw new LedgerUnavailableException("The answer was lost.");
    }
}

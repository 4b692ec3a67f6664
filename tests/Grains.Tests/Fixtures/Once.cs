using Muster.Contracts;

namespace Muster.Grains.Tests;

/// <summary>Lets something happen at the first call that matches.</summary>
internal sealed class Once(Func<LedgerCall, bool> matches, Func<LedgerCall, Task> act)
{
    private int _done;

    public bool Happened => _done > 0;

    public static Once Fail(Func<LedgerCall, bool> matches) => new(matches, static _ => throw new LedgerUnavailableException("The ledger did not answer (scripted)."));

    public Task Run(LedgerCall call) =>
        matches(call) && Interlocked.Exchange(ref _done, 1) == 0 ? act(call) : Task.CompletedTask;
}

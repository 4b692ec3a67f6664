using Muster.Contracts;
using Muster.Ledger;

namespace Muster.Grains.Tests;

/// <summary>A guard that says what a test wants.</summary>
internal sealed class ScriptedGuard : ILedgerGuard, IDisposable
{
    private readonly CancellationTokenSource _lost = new();

    public LedgerPosition Position { get; set; } = new(Guid.NewGuid(), 1);

    /// <summary>How far the store is, when it is asked; null for as far as is known.</summary>
    public LedgerPosition? Store { get; set; }

    /// <summary>What the store fails with when it is asked.</summary>
    public MusterException? Fault { get; set; }

    public LedgerRolledBackException? RolledBack { get; private set; }

    public CancellationToken Lost => _lost.Token;

    public Task<LedgerPosition> ReadPositionAsync(CancellationToken cancellationToken) =>
        Fault is { } fault ? Task.FromException<LedgerPosition>(fault) : Task.FromResult(Position = Store ?? Position);

    public LedgerRolledBackException Report(string found)
    {
        RolledBack ??= new(found);
        _lost.Cancel();
        return RolledBack;
    }

    public LedgerRolledBackException ReportRecovered() => Report("recovered (scripted)");

    public void Dispose() => _lost.Dispose();
}

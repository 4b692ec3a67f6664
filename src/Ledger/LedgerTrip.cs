using Microsoft.Extensions.Logging;
using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>Goes off once, and tells everybody; there is no way back but a new start.</summary>
internal sealed partial class LedgerTrip : IDisposable
{
    public const string Remedy = "This silo has stopped acting. Stop all silos; restore the ledger from its newest state, or rebuild it from the clusters with 'muster recover'; see \"When the store goes back or is lost\" in docs/operations.md.";

    private readonly CancellationTokenSource _lost = new();
    private readonly ILogger _logger;
    private string? _reason;

    public LedgerTrip(ILogger logger)
    {
        _logger = logger;
        // Kept: asking the source for it fails once that is disposed of.
        Lost = _lost.Token;
    }

    public CancellationToken Lost { get; }

    // A new one for each that is told: an exception that is thrown twice at once has nobody's stack.
    public LedgerRolledBackException? Fault => Volatile.Read(ref _reason) is { } reason ? new(reason) : null;

    public void Require()
    {
        if (Fault is { } fault)
            throw fault;
    }

    /// <param name="found">A whole sentence; the remedy is added.</param>
    public LedgerRolledBackException GoOff(string found)
    {
        var reason = $"{found} {Remedy}";
        if (Interlocked.CompareExchange(ref _reason, reason, null) is { } first)
            return new(first);
        LogRolledBack(_logger, reason);
        // Whoever listens must not hold up the one who found out.
        _ = _lost.CancelAsync();
        return new(reason);
    }

    // What was found first is history by then, and its remedy would be the wrong one.
    public LedgerRolledBackException Settle(string reason)
    {
        if (Interlocked.Exchange(ref _reason, reason) != reason)
            LogSettled(_logger, reason);
        _ = _lost.CancelAsync();
        return new(reason);
    }

    public void Dispose() => _lost.Dispose();

    [LoggerMessage(122, LogLevel.Critical, "{Reason}")]
    private static partial void LogRolledBack(ILogger logger, string reason);

    [LoggerMessage(124, LogLevel.Warning, "{Reason}")]
    private static partial void LogSettled(ILogger logger, string reason);
}

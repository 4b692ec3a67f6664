using System.Globalization;
using Microsoft.Extensions.Logging;
using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>
/// Remembers the furthest that this silo has seen the store, and tells every script, which does nothing when the store is
/// behind that. Once it was, this silo writes no more.
/// </summary>
internal sealed partial class RedisGuard : ILedgerGuard, IDisposable
{
    public const string Remedy = "This silo has stopped acting. Stop all silos, restore Redis from its newest append-only file or backup, and look at the clusters for jobs that it does not know before you start them again.";

    private readonly CancellationTokenSource _lost = new();
    private readonly ILogger _logger;
    private long _seen;
    private long _own;
    private string? _reason;

    public RedisGuard(LedgerPosition opened, ILogger logger)
    {
        (Incarnation, _seen, _logger) = (opened.Incarnation, opened.Counter, logger);
        Lost = _lost.Token;
    }

    public Guid Incarnation { get; }

    public LedgerPosition Position => new(Incarnation, Seen);

    public LedgerRolledBackException? RolledBack => Volatile.Read(ref _reason) is { } reason ? new(reason) : null;

    public CancellationToken Lost { get; }

    /// <summary>Highest counter that was seen in any answer.</summary>
    public long Seen => Interlocked.Read(ref _seen);

    /// <summary>Highest counter of an acknowledged write of this silo.</summary>
    public long Own => Interlocked.Read(ref _own);

    public void Require()
    {
        if (RolledBack is { } fault)
            throw fault;
    }

    /// <summary>Takes note of an answer.</summary>
    public void Note(long counter, bool wrote)
    {
        Raise(ref _seen, counter);
        if (wrote)
            Raise(ref _own, counter);
    }

    /// <summary>The store is another one, or none at all.</summary>
    public LedgerRolledBackException Replaced(string found) => Trip(found.Length > 0
        ? $"The ledger's Redis holds another store ({found}) than the one that this silo has opened ({Incarnation:N}). {Remedy}"
        : $"The ledger's Redis was wiped: the store {Incarnation:N} is gone. {Remedy}");

    /// <summary>The store lacks what it has answered.</summary>
    public LedgerRolledBackException Behind(long found, long known) => Trip(string.Create(CultureInfo.InvariantCulture,
        $"The ledger's Redis has gone back: it stands at write {found}, and this silo has seen write {known}. {Remedy}"));

    public void Dispose() => _lost.Dispose();

    private LedgerRolledBackException Trip(string reason)
    {
        if (Interlocked.CompareExchange(ref _reason, reason, null) is { } first)
            return new(first);
        LogRolledBack(_logger, reason);
        // Whoever listens must not hold up the one who found out.
        _ = _lost.CancelAsync();
        return new(reason);
    }

    private static void Raise(ref long mark, long value)
    {
        for (var known = Interlocked.Read(ref mark); known < value;)
        {
            var found = Interlocked.CompareExchange(ref mark, value, known);
            if (found == known)
                return;
            known = found;
        }
    }

    [LoggerMessage(122, LogLevel.Critical, "{Reason}")]
    private static partial void LogRolledBack(ILogger logger, string reason);
}

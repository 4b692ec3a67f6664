using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>The ledger in a SQLite file, for one silo. This part opens and closes it.</summary>
public sealed partial class SqliteLedger : ILedger, IAsyncDisposable
{
    private readonly string _path;
    private readonly ILogger _logger;
    private readonly StoreFaults _faults;
    private readonly LedgerFile _file;
    private readonly RecentJobs _recent = new();
    private readonly ChangeSignal _signal = new();
    private readonly SqliteGuard _guard;
    private readonly LedgerMeter _meter;
    private readonly ReaderPool _readers;
    private readonly GroupCommitter _writer;
    private readonly TimeProvider _time;
    private LedgerLock? _lock;
    private int _closed;

    private SqliteLedger(SqliteLedgerOptions options, TimeProvider time, ILogger logger, IMeterFactory? meters)
    {
        _meter = new LedgerMeter(meters);
        _path = Path.GetFullPath(options.Path);
        (_logger, _time) = (logger, time);
        _guard = new(logger);
        _faults = new(_path);
        _file = new(_path, options);
        _readers = new(_file, _recent, _faults, options);
        _writer = new(() => new(_file.OpenWriter(), _recent, options.MaxChanges), options, _faults, time, _signal, _guard, _meter, logger);
    }

    /// <inheritdoc/>
    public Guid Incarnation { get; private set; }

    /// <inheritdoc/>
    public ILedgerGuard Guard => _guard;

    /// <inheritdoc/>
    public ImmutableHashSet<Guid> Ancestors { get; private set; } = [];

    /// <summary>Transactions committed so far.</summary>
    public long Transactions => _meter.Transactions;

    /// <summary>Operations committed so far; divided by <see cref="Transactions"/>, the callers that shared one.</summary>
    public long Operations => _meter.Operations;

    /// <summary>The writer, for tests of what no operation of the seam can do.</summary>
    internal GroupCommitter Writer => _writer;

    /// <summary>Opens the ledger's file, or makes it.</summary>
    /// <exception cref="LedgerUnavailableException">It cannot be written, or another silo uses it.</exception>
    /// <exception cref="LedgerCorruptException">It is damaged, something else, or written by a newer version.</exception>
    public static SqliteLedger Open(SqliteLedgerOptions options, TimeProvider time, ILogger<SqliteLedger> logger, IMeterFactory? meters = null)
    {
        var ledger = new SqliteLedger(options, time, logger, meters);
        ledger.Open();
        return ledger;
    }

    /// <summary>Finishes what waits, then closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 1)
            return;
        await Task.Run(_writer.Stop);
        await _readers.CloseAsync();
        _meter.Dispose();
        _guard.Dispose();
        _lock?.Dispose();
        LogClosed(_logger, _path, Transactions, Operations);
    }

    private void Open()
    {
        try
        {
            _lock = LedgerLock.Take(_path);
            _file.Prepare();
            (Incarnation, Ancestors) = _writer.Start();
            LogOpened(_logger, _path, Incarnation);
        }
        catch (Exception fault)
        {
            _meter.Dispose();
            _guard.Dispose();
            _lock?.Dispose();
            if (fault is SqliteFault)
                throw _faults.Explain(fault);
            throw;
        }
    }
}

using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>
/// The one writer. Its thread takes all operations that wait, runs them in one transaction and answers them once it is
/// committed: one flush of the disk for many callers.
/// </summary>
internal sealed partial class GroupCommitter
{
    private readonly Func<WriteSession> _open;
    private readonly StoreFaults _faults;
    private readonly TimeProvider _time;
    private readonly ChangeSignal _signal;
    private readonly SqliteGuard _guard;
    private readonly LedgerMeter _meter;
    private readonly ILogger _logger;
    private readonly Channel<Operation> _queue;
    private readonly List<Operation> _batch;
    private readonly int _batchMax;
    private readonly int _queueMax;
    private readonly Thread _thread;
    private WriteSession? _session;
    private LedgerCorruptException? _corruption;
    private bool _failing;

    public GroupCommitter(
        Func<WriteSession> open, SqliteLedgerOptions options, StoreFaults faults, TimeProvider time, ChangeSignal signal,
        SqliteGuard guard, LedgerMeter meter, ILogger logger)
    {
        (_open, _faults, _time, _signal, _guard, _meter, _logger) = (open, faults, time, signal, guard, meter, logger);
        (_batchMax, _queueMax) = (options.MaxBatch, options.MaxQueuedOperations);
        _batch = new(_batchMax);
        _queue = Channel.CreateBounded<Operation>(new BoundedChannelOptions(_queueMax) { SingleReader = true });
        _meter.Watch(() => _queue.Reader.Count);
        _thread = new Thread(Loop) { Name = "muster-ledger", IsBackground = true };
    }

    /// <summary>Opens the connection and begins; returns the identity of the store, and those it descends from.</summary>
    public (Guid Incarnation, ImmutableHashSet<Guid> Ancestors) Start()
    {
        var session = _session = _open();
        var ancestors = session.Tables.Recovery.Ancestors();
        _signal.Advance(session.LastChange);
        _guard.Note(session.Incarnation, session.Counter);
        _thread.Start();
        return (session.Incarnation, ancestors);
    }

    /// <summary>Runs <paramref name="body"/> in a transaction; completes when that is on disk.</summary>
    public Task<T> RunAsync<T>(Func<WriteSession, T> body, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _corruption) is { } corruption)
            return Task.FromException<T>(Again(corruption));
        var operation = new Operation<T>(body, cancellationToken);
        if (_queue.Writer.TryWrite(operation))
            return operation.Task;
        if (_queue.Reader.Completion.IsCompleted || !_thread.IsAlive)
            return Task.FromException<T>(StoreFaults.Closed());
        _meter.Refused();
        return Task.FromException<T>(new OverloadedException(
            $"{_queueMax} operations wait for the ledger already. Try again in a moment; if this goes on, the ledger's disk is too slow."));
    }

    /// <summary>Does what waits, then ends.</summary>
    public void Stop()
    {
        _queue.Writer.TryComplete();
        if (_thread.IsAlive)
            _thread.Join();
    }

    private void Loop()
    {
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (_batch.Count < _batchMax && _queue.Reader.TryRead(out var operation))
                if (!operation.TryAbandon())
                    _batch.Add(operation);
            if (_corruption is { } corruption)
                _batch.ForEach(operation => operation.Fail(Again(corruption)));
            else if (_batch.Count > 0)
                Commit();
            _batch.Clear();
        }
        _session?.Dispose();
    }

    private void Commit()
    {
        var started = _time.GetTimestamp();
        try
        {
            var session = _session ??= _open();
            session.Begin(_time.GetUtcNow());
            if (!TryRunTogether(session))
            {
                session.Rollback();
                session.Begin(_time.GetUtcNow());
                RunApart(session);
            }
            session.Commit();
            _guard.Note(session.Incarnation, session.Counter);
            _signal.Advance(session.LastChange);
        }
        catch (Exception fault) // The writer must live: every fault is told to those it concerns.
        {
            Fail(fault);
            return;
        }
        _meter.Committed(_batch.Count, _time.GetElapsedTime(started));
        if (_failing)
            LogRecovered(_logger, _faults.Path);
        _failing = false;
        foreach (var operation in _batch)
            operation.Answer();
    }

    private bool TryRunTogether(WriteSession session)
    {
        foreach (var operation in _batch)
        {
            try
            {
                operation.Run(session);
            }
            catch (Exception fault) when (!StoreFaults.IsOfStore(fault))
            {
                return false;
            }
        }
        return true;
    }

    // Still one transaction, but each operation can be undone by itself: one that fails harms none of the others.
    private void RunApart(WriteSession session)
    {
        foreach (var operation in _batch)
        {
            session.Mark();
            try
            {
                operation.Run(session);
                session.Keep();
            }
            catch (Exception fault) when (!StoreFaults.IsOfStore(fault))
            {
                session.Undo();
                LogRefused(_logger, fault);
                operation.Refuse(StoreFaults.ExplainRefusal(fault));
            }
        }
    }

    private static LedgerCorruptException Again(LedgerCorruptException corruption) => new(corruption.Message, corruption);

    // Whether the transaction is on disk is not known now. The connection is given up, so that the next batch begins
    // with what the file says and not with what this connection believes.
    private void Fail(Exception cause)
    {
        _meter.Failed();
        _session?.Dispose();
        _session = null;
        var fault = _faults.Explain(cause);
        if (fault is LedgerCorruptException corruption && StoreFaults.IsCorruption(cause))
        {
            Volatile.Write(ref _corruption, corruption);
            LogCorrupt(_logger, _faults.Path, cause);
        }
        else if (!_failing)
            LogFailing(_logger, _faults.Path, cause);
        _failing = true;
        foreach (var operation in _batch)
            operation.Fail(_faults.Explain(cause));
    }
}

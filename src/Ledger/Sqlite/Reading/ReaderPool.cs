using System.Threading.Channels;
using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>
/// Connections that only read. A read sees all that was committed when it began, and so all that was answered; it never
/// waits for the writer, nor the writer for it.
/// </summary>
internal sealed class ReaderPool
{
    private readonly LedgerFile _file;
    private readonly RecentJobs _recent;
    private readonly StoreFaults _faults;
    private readonly int _size;
    private readonly int _waitingMax;

    // A place for each connection; null where none has been opened yet.
    private readonly Channel<Reader?> _places;
    private int _waiting;

    public ReaderPool(LedgerFile file, RecentJobs recent, StoreFaults faults, SqliteLedgerOptions options)
    {
        (_file, _recent, _faults) = (file, recent, faults);
        (_size, _waitingMax) = (options.MaxReaders, options.MaxQueuedOperations);
        _places = Channel.CreateBounded<Reader?>(_size);
        for (var i = 0; i < _size; i++)
            _places.Writer.TryWrite(null);
    }

    /// <summary>Reads a row or two, on the caller's thread: the way to another would cost as much again as the read.</summary>
    public async ValueTask<T> ReadAsync<T>(Func<LedgerTables, T> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _places.Reader.TryRead(out var reader)
            ? Read(reader, read)
            : Read(await WaitAsync(cancellationToken), read);
    }

    /// <summary>Reads many rows, off the caller's thread.</summary>
    public Task<T> ListAsync<T>(Func<LedgerTables, T> read, CancellationToken cancellationToken) =>
        Task.Run(() => ReadAsync(read, cancellationToken).AsTask(), cancellationToken);

    /// <summary>Waits for reads that run, then closes every connection. Further reads are refused.</summary>
    public async Task CloseAsync()
    {
        for (var i = 0; i < _size; i++)
            (await _places.Reader.ReadAsync())?.Close();
        _places.Writer.Complete();
    }

    private async Task<Reader?> WaitAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _waiting) > _waitingMax)
        {
            Interlocked.Decrement(ref _waiting);
            throw new OverloadedException($"{_waitingMax} reads wait for the ledger already. Try again in a moment.");
        }
        try
        {
            return await _places.Reader.ReadAsync(cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw StoreFaults.Closed();
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private T Read<T>(Reader? reader, Func<LedgerTables, T> read)
    {
        try
        {
            reader ??= Open();
            return read(reader.Tables);
        }
        catch (SqliteFault fault)
        {
            // A fresh connection for the next one: this one may be what is broken.
            reader?.Close();
            reader = null;
            throw _faults.Explain(fault);
        }
        finally
        {
            _places.Writer.TryWrite(reader);
        }
    }

    private Reader Open() => new(_file.OpenReader(), _recent);
}

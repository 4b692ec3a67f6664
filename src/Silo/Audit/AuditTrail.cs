using System.Threading.Channels;
using Muster.Contracts;

namespace Muster.Silo;

/// <summary>Writes the audit record: one writer, which puts on disk together whatever is waiting.</summary>
internal sealed partial class AuditTrail : BackgroundService
{
    private const int MaxWaiting = 4096;
    private const int MaxTogether = 512;

    private readonly Channel<Waiting> _waiting = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });
    private readonly AuditFile _file;
    private readonly ILogger<AuditTrail> _logger;

    /// <exception cref="IOException">The record cannot be opened.</exception>
    public AuditTrail(AuditFile file, ILogger<AuditTrail> logger)
    {
        (_file, _logger) = (file, logger);
        _file.Open();
    }

    /// <summary>Returns when the entries are on disk.</summary>
    /// <exception cref="AuditUnavailableException">They are not.</exception>
    public async Task WriteAsync(IReadOnlyList<AuditEntry> entries)
    {
        var waiting = new Waiting(entries, new(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            await _waiting.Writer.WriteAsync(waiting);
        }
        catch (ChannelClosedException error)
        {
            throw new AuditUnavailableException("The silo is stopping. The outcome is unknown: send the same request again.", error);
        }
        await waiting.Written.Task;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(stoppingToken))
                WriteWhatWaits();
        }
        finally
        {
            _waiting.Writer.TryComplete();
            while (_waiting.Reader.TryPeek(out _))
                WriteWhatWaits();
        }
    }

    private void WriteWhatWaits()
    {
        var together = new List<Waiting>();
        while (together.Count < MaxTogether && _waiting.Reader.TryRead(out var next))
            together.Add(next);
        try
        {
            _file.Append(together.SelectMany(static w => w.Entries));
            foreach (var waiting in together)
                waiting.Written.SetResult();
        }
        catch (Exception error)
        {
            // Whatever it is, the loop must live: the next request tries again.
            LogFailed(_logger, error);
            foreach (var waiting in together)
                waiting.Written.TrySetException(new AuditUnavailableException(
                    "The audit record cannot be written, and without it nothing is answered. The outcome is unknown: once an operator has seen to the silo's disk, send the same request again.", error));
        }
    }

    [LoggerMessage(1, LogLevel.Error, "The audit record cannot be written; requests that change something are answered 503")]
    private static partial void LogFailed(ILogger logger, Exception error);

    private sealed record Waiting(IReadOnlyList<AuditEntry> Entries, TaskCompletionSource Written);
}

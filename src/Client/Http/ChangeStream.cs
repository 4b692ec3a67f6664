using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Muster.Contracts;

namespace Muster.Client;

/// <summary>
/// Follows the event log over connections that come and go: each goes on after the last entry that was seen, and an
/// entry that comes again is dropped, so that the caller sees each one once and in order.
/// </summary>
internal sealed class ChangeStream(ApiConnection connection, WatchOptions options, Func<CancellationToken, Task<long>> endOfLog)
{
    public const string Path = "v1/events";

    // The last entry that the caller saw, and the one that is asked for: they part when entries were lost.
    private long _last;
    private long _from;

    public async IAsyncEnumerable<JobChange> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _last = _from = options.After ?? await endOfLog(cancellationToken);
        for (var failures = 0; ; failures++)
        {
            _pause = null;
            await using var changes = ReadConnectionAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (await MoveNextAsync(changes, cancellationToken))
            {
                failures = 0;
                if (changes.Current.Sequence <= _last)
                    continue;
                _last = _from = changes.Current.Sequence;
                yield return changes.Current;
            }
            await PauseAsync(failures + 1, cancellationToken);
        }
    }

    private TimeSpan? _pause;

    private Task PauseAsync(int failures, CancellationToken cancellationToken)
    {
        var pause = Backoff.Pause(connection.Retry, failures, Random.Shared.NextDouble());
        return Task.Delay(_pause > pause ? _pause.Value : pause, connection.Clock, cancellationToken);
    }

    // False when the connection has ended, however it did.
    private async Task<bool> MoveNextAsync(IAsyncEnumerator<JobChange> changes, CancellationToken cancellationToken)
    {
        try
        {
            return await changes.MoveNextAsync();
        }
        catch (CallFailedException error) when (error.Failure.Passes)
        {
            _pause = error.Failure.RetryAfter;
            return false;
        }
        catch (CallFailedException error) when (error.Failure.Error is WatchExpiredException && options.SkipLost && _from > 0)
        {
            _from = 0;
            return false;
        }
        catch (CallFailedException error)
        {
            throw error.Failure.Error;
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false; // silent for too long
        }
    }

    private async IAsyncEnumerable<JobChange> ReadConnectionAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await connection.OpenAsync(Request(), cancellationToken);
        await using var body = new IdleLimitStream(await response.Content.ReadAsStreamAsync(cancellationToken), options.IdleTimeout, connection.Clock);
        var parser = SseParser.Create(body, static (type, data) =>
            type == "change" ? JsonSerializer.Deserialize(data, OutsideJson.Answer<JobChange>()) : null);
        await foreach (var item in parser.EnumerateAsync(cancellationToken))
            if (item.Data is { } change)
                yield return change;
    }

    private ApiRequest Request()
    {
        var path = new QueryText(Path).Add("after", _from).Add("job", options.Job?.ToString()).Add("queue", options.Queue).Add("namespace", options.Namespace);
        return ApiRequest.Get(path.ToString(), new CallSubject(options.Job ?? default)) with { Accept = "text/event-stream", LastEvent = _from };
    }
}

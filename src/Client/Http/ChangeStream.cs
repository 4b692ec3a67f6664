using System.Globalization;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Muster.Contracts;

namespace Muster.Client;

/// <summary>
/// Follows the event log over connections that come and go: each goes on after the last entry that was seen, and an
/// entry that comes again is dropped, so that the caller sees each one once and in order.
/// </summary>
internal sealed class ChangeStream(ApiConnection connection, JobId? job, long after)
{
    private long _last = after;

    public async IAsyncEnumerable<JobChange> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var failures = 0; ; failures++)
        {
            await using var changes = ReadConnectionAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (await MoveNextAsync(changes))
            {
                failures = 0;
                if (changes.Current.Sequence <= _last)
                    continue;
                _last = changes.Current.Sequence;
                yield return changes.Current;
            }
            await connection.PauseAsync(failures, cancellationToken);
        }
    }

    // False when the connection has ended, however it did.
    private static async Task<bool> MoveNextAsync(IAsyncEnumerator<JobChange> changes)
    {
        try
        {
            return await changes.MoveNextAsync();
        }
        catch (MusterException error) when (ApiConnection.IsPassing(error))
        {
            return false;
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            return false;
        }
    }

    private async IAsyncEnumerable<JobChange> ReadConnectionAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await connection.OpenAsync(Request(), new CallSubject(job ?? default), cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var parser = SseParser.Create(body, static (type, data) =>
            type == "change" ? JsonSerializer.Deserialize(data, OutsideJson.Answer<JobChange>()) : null);
        await foreach (var item in parser.EnumerateAsync(cancellationToken))
            if (item.Data is { } change)
                yield return change;
    }

    private HttpRequestMessage Request()
    {
        var last = _last.ToString(CultureInfo.InvariantCulture);
        var request = new HttpRequestMessage(HttpMethod.Get, $"v1/events?after={last}" + (job is { } id ? $"&job={Uri.EscapeDataString(id.ToString())}" : ""));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        request.Headers.Add("Last-Event-ID", last);
        return request;
    }
}

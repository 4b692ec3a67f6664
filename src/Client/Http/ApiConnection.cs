using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Muster.Contracts;

namespace Muster.Client;

/// <summary>Sends requests: waits, tries again what is safe to repeat, and turns answers into values or errors.</summary>
internal sealed class ApiConnection : IDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly MusterClientOptions _options;
    private readonly HttpClient _http;

    public ApiConnection(MusterClientOptions options, HttpMessageHandler? handler)
    {
        _options = options;
        _http = handler is null ? new HttpClient() : new HttpClient(handler, disposeHandler: false);
        _http.BaseAddress = new Uri(options.Address.AbsoluteUri.TrimEnd('/') + "/");
        _http.Timeout = System.Threading.Timeout.InfiniteTimeSpan; // each try has its own limit
    }

    /// <summary>Sends, and reads the answer as JSON.</summary>
    public async Task<T> SendAsync<T>(Func<HttpRequestMessage> request, JsonTypeInfo<T> type, CallSubject subject, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(_options.Timeout);
            try
            {
                using var response = await SendOnceAsync(request(), HttpCompletionOption.ResponseHeadersRead, subject, limit.Token);
                return await ReadAsync(response, type, limit.Token);
            }
            catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
            {
                if (attempt >= _options.Retries)
                    throw new UnreachableException($"{_http.BaseAddress} did not answer within {_options.Timeout.TotalSeconds:0} s", outcomeUnknown: true, error);
            }
            catch (MusterException error) when (IsPassing(error) && attempt < _options.Retries)
            {
                // tried again after a pause
            }
            await PauseAsync(attempt, cancellationToken);
        }
    }

    /// <summary>Opens an answer that is read as it comes, without a limit of time.</summary>
    public Task<HttpResponseMessage> OpenAsync(HttpRequestMessage request, CallSubject subject, CancellationToken cancellationToken) =>
        SendOnceAsync(request, HttpCompletionOption.ResponseHeadersRead, subject, cancellationToken);

    /// <summary>Waits before a further try: longer each time, and never in step with other clients.</summary>
    public Task PauseAsync(int attempt, CancellationToken cancellationToken)
    {
        var pause = Math.Min(LongestPause.TotalMilliseconds, _options.RetryDelay.TotalMilliseconds * Math.Pow(2, Math.Min(attempt, 16)));
        return Task.Delay(TimeSpan.FromMilliseconds(pause * (0.5 + Random.Shared.NextDouble() / 2)), _options.TimeProvider, cancellationToken);
    }

    public static bool IsPassing(MusterException error) => error is UnreachableException or LedgerUnavailableException or ClusterUnreachableException
        or ApiException { Status: (int)HttpStatusCode.ServiceUnavailable };

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendOnceAsync(
        HttpRequestMessage request, HttpCompletionOption completion, CallSubject subject, CancellationToken cancellationToken)
    {
        using (request)
            try
            {
                var response = await _http.SendAsync(request, completion, cancellationToken);
                if (response.IsSuccessStatusCode)
                    return response;
                using (response)
                    throw await Problems.ReadAsync(response, subject, cancellationToken);
            }
            catch (HttpRequestException error)
            {
                throw Unreachable(error);
            }
    }

    private UnreachableException Unreachable(HttpRequestException error)
    {
        var address = _http.BaseAddress!.GetLeftPart(UriPartial.Authority);
        return error.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
            ? new($"no silo answers at {address}; start one with: dotnet run --project src/Silo", outcomeUnknown: false, error)
            : new($"the connection to {address} failed: {error.Message}", outcomeUnknown: true, error);
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        if (response.StatusCode == HttpStatusCode.NoContent)
            return default!;
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await JsonSerializer.DeserializeAsync(body, type, cancellationToken) ?? throw new JsonException("null");
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            throw new UnreachableException($"the answer to {response.RequestMessage?.RequestUri} broke off: {error.Message}", outcomeUnknown: true, error);
        }
        catch (JsonException error)
        {
            throw new ApiException((int)response.StatusCode, "Http", $"the answer to {response.RequestMessage?.RequestUri} cannot be read: {error.Message}");
        }
    }

    /// <summary>A body of JSON.</summary>
    public static HttpContent Json<T>(T value, JsonTypeInfo<T> type)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(value, type));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using Muster.Contracts;

namespace Muster.Client;

/// <summary>Sends requests: waits, tries again what is safe to repeat, and turns answers into values or errors.</summary>
internal sealed partial class ApiConnection : IDisposable
{
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    private readonly MusterClientOptions _options;
    private readonly ILogger _logger;
    private readonly Credential _credential;
    private readonly HttpClient _http;

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The HttpClient disposes of a handler that is its own.")]
    public ApiConnection(MusterClientOptions options, HttpMessageHandler? handler, ILogger logger)
    {
        _options = options;
        _logger = logger;
        _credential = new Credential(options);
        _http = new HttpClient(handler ?? NewHandler(), disposeHandler: handler is null);
        _http.BaseAddress = new Uri(options.Address.AbsoluteUri.TrimEnd('/') + "/");
        _http.Timeout = Timeout.InfiniteTimeSpan; // each try has its own limit
    }

    private string Address => _http.BaseAddress!.GetLeftPart(UriPartial.Authority);

    public TimeProvider Clock => _options.TimeProvider;

    public RetryOptions Retry => _options.Retry;

    /// <summary>Sends, and reads the answer as JSON; the answer's status comes with it.</summary>
    public Task<(T Value, HttpStatusCode Status)> SendAsync<T>(ApiRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        RepeatAsync(
            request,
            async () =>
            {
                using var response = await OpenAsync(request, cancellationToken);
                return (await ReadAsync(response, type, request, cancellationToken), response.StatusCode);
            },
            cancellationToken);

    /// <summary>Sends until an answer begins, which is then read without a limit of time.</summary>
    public Task<HttpResponseMessage> OpenRepeatedlyAsync(ApiRequest request, CancellationToken cancellationToken) =>
        RepeatAsync(request, () => OpenAsync(request, cancellationToken), cancellationToken);

    /// <summary>Sends once, and returns when the answer begins.</summary>
    /// <exception cref="CallFailedException">There is none, or it is an error.</exception>
    public async Task<HttpResponseMessage> OpenAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var timeout = request.Options?.Timeout ?? _options.Timeout;
        using var patience = new CancellationTokenSource(timeout, Clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        using var message = request.ToMessage(_credential.Read());
        try
        {
            var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, both.Token);
            if (response.IsSuccessStatusCode)
                return response;
            using (response)
                throw new CallFailedException(await Problems.ReadAsync(response, request, Clock, both.Token));
        }
        catch (HttpRequestException error)
        {
            throw new CallFailedException(Broken(error));
        }
        catch (SocketException error)
        {
            // A connection that its silo ends in the moment it is made: the handler does not wrap this one.
            throw new CallFailedException(CallFailure.Lost($"the connection to {Address} failed: {error.Message}", error));
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CallFailedException(Silent(timeout, error));
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<T> RepeatAsync<T>(ApiRequest request, Func<Task<T>> attempt, CancellationToken cancellationToken)
    {
        var budget = new RetryBudget(request.Options?.Retry ?? Retry, Clock);
        for (var unknown = false; ;)
        {
            CallFailure failure;
            try
            {
                return await attempt();
            }
            catch (CallFailedException error)
            {
                failure = error.Failure;
            }
            if (unknown && request.Method == HttpMethod.Delete && failure.Error is JobNotFoundException)
                return default!; // an earlier try of this call has removed it
            unknown |= failure.MayHaveHappened;
            var repeats = failure.Passes && (request.Effect != Effect.Once || !unknown);
            if (!repeats || !await budget.PauseAsync(failure.RetryAfter, cancellationToken))
                throw Final(request, failure, unknown);
            LogRepeats(_logger, request.Method.Method, request.Path, failure.Error.Message);
        }
    }

    // Addresses may change behind a name, so connections do not live for ever.
    private static SocketsHttpHandler NewHandler() => new() { PooledConnectionLifetime = ConnectionLifetime, AllowAutoRedirect = false };

    // The error that the caller sees: one that speaks of the outcome, when the outcome is not known.
    private static MusterException Final(ApiRequest request, CallFailure failure, bool unknown)
    {
        if (request.Effect == Effect.Read || !unknown || (!failure.Passes && !failure.MayHaveHappened))
            return failure.Error;
        var remedy = request.Token.Length > 0
            ? $"it may have been accepted; send the same job again with the token {request.Token}"
            : "it may have been done; look before you do it again";
        return new OutcomeUnknownException($"{failure.Error.Message}; {remedy}", request.Token, failure.Error);
    }

    private CallFailure Broken(HttpRequestException error)
    {
        var cause = error.InnerException?.Message ?? error.Message;
        return error.HttpRequestError switch
        {
            HttpRequestError.SecureConnectionError =>
                CallFailure.Refused($"no TLS connection to {Address}: {cause.TrimEnd('.')}; check the silo's certificate, or write http:// if it serves no TLS", error),
            HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError =>
                CallFailure.Refused($"no silo answers at {Address}{(_http.BaseAddress!.IsLoopback ? "; start one with: dotnet run --project src/Silo" : $": {cause}")}", error),
            _ => CallFailure.Lost($"the connection to {Address} failed: {error.Message}", error),
        };
    }

    private CallFailure Silent(TimeSpan timeout, OperationCanceledException error) =>
        CallFailure.Lost($"{_http.BaseAddress} did not answer within {timeout.TotalSeconds:0.###} s", error);

    private async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, ApiRequest request, CancellationToken cancellationToken)
    {
        if (response.StatusCode == HttpStatusCode.NoContent)
            return default!;
        var timeout = request.Options?.Timeout ?? _options.Timeout;
        using var patience = new CancellationTokenSource(timeout, Clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(both.Token);
            return await JsonSerializer.DeserializeAsync(body, type, both.Token) ?? throw new JsonException("null");
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            throw new CallFailedException(CallFailure.Lost($"the answer to {response.RequestMessage?.RequestUri} broke off: {error.Message}", error));
        }
        catch (JsonException error)
        {
            throw new CallFailedException(CallFailure.Final(
                new ApiException((int)response.StatusCode, "Http", $"the answer to {response.RequestMessage?.RequestUri} cannot be read: {error.Message}")));
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CallFailedException(Silent(timeout, error));
        }
    }

    [LoggerMessage(3, LogLevel.Debug, "{Method} {Path} is tried again: {Problem}")]
    private static partial void LogRepeats(ILogger logger, string method, string path, string problem);
}

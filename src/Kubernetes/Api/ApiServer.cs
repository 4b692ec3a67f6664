using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using Muster.Contracts;

namespace Muster.Kubernetes;

/// <summary>One cluster's API server over HTTP/2 (or 1.1), with the cluster's own authority as the only one that is believed.</summary>
/// <param name="credentials">Where it is, and how to be let in; asked before every request.</param>
/// <param name="options">Bounds.</param>
/// <param name="clock">Measures deadlines and pauses.</param>
/// <param name="logger">Is told of pauses and new credentials, never of a secret.</param>
public sealed partial class ApiServer(IClusterCredentials credentials, ApiServerOptions options, TimeProvider clock, ILogger logger) : IApiServer, IDisposable
{
    private const int MaxTries = 5;

    // Streams that are being opened, and signs of life that are asked for, at a time: few, but theirs alone.
    private const int UrgentPlaces = 8;

    private const int MaxUrgentWaiting = 1024;

    private readonly Lock _lock = new();
    private readonly HostConnector _connector = new(options.Addresses, options.Resolve);
    private readonly CallLane _calls = new(options.MaxConcurrency, options.MaxWaiting, new TokenBucket(options.RequestsPerSecond, options.Burst, clock), clock);
    private readonly CallLane _signs = new(UrgentPlaces, MaxUrgentWaiting, new TokenBucket(0, 0, clock), clock);
    private readonly CallLane _streams = new(UrgentPlaces, MaxUrgentWaiting, new TokenBucket(0, 0, clock), clock);
    private ClusterChannel? _channel;
    private ClusterChannel? _former;
    private bool _closed;

    /// <inheritdoc/>
    public Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        CallAsync(new ApiCall(HttpMethod.Get, path), (response, token) => ReadAsync(response, type, token), cancellationToken);

    /// <inheritdoc/>
    public Task<T> CreateAsync<T>(string path, ReadOnlyMemory<byte> json, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        CallAsync(new ApiCall(HttpMethod.Post, path, json), (response, token) => ReadAsync(response, type, token), cancellationToken);

    /// <inheritdoc/>
    public Task<T> PatchAsync<T>(string path, ReadOnlyMemory<byte> json, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        CallAsync(new ApiCall(HttpMethod.Patch, path, json, "application/merge-patch+json"), (response, token) => ReadAsync(response, type, token), cancellationToken);

    /// <inheritdoc/>
    public Task DeleteAsync(string path, ReadOnlyMemory<byte> options, CancellationToken cancellationToken) =>
        CallAsync(new ApiCall(HttpMethod.Delete, path, options), DrainAsync, cancellationToken);

    /// <inheritdoc/>
    public Task<Stream> OpenAsync(string path, TimeSpan idle, CancellationToken cancellationToken) =>
        CallAsync(new ApiCall(HttpMethod.Get, path, Streams: true), async (response, token) =>
            (Stream)new IdleLimitStream(response, await response.Content.ReadAsStreamAsync(token), idle, clock), cancellationToken);

    /// <summary>Closes idle connections. Streams that are open end with their readers.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
            _channel?.Dispose();
            _former?.Dispose();
        }
        _calls.Dispose();
        _signs.Dispose();
        _streams.Dispose();
    }

    private async Task<T> CallAsync<T>(ApiCall call, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(options.CallTimeout, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var begin = clock.GetTimestamp();
        var access = credentials.Current;
        try
        {
            for (var (tries, refreshed) = (1, false); ; access = credentials.Current)
            {
                var left = options.CallTimeout - clock.GetElapsedTime(begin);
                var (answer, refusal) = await TryAsync(call, access, left, read, both.Token);
                if (refusal is null)
                    return answer!;
                if (refusal.Status == HttpStatusCode.Unauthorized && !refreshed && await IsRenewedAsync(access))
                    refreshed = true;
                else if (!await PauseAsync(call, refusal, tries++, begin, both.Token))
                    throw refusal.Error;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ClusterUnreachableException(deadline.IsCancellationRequested
                ? $"{access.Server} did not answer within {options.CallTimeout.TotalSeconds:0.###} s"
                : $"{access.Server} did not take a connection in time");
        }
        catch (AnswerTooLargeException error) when (call.Method == HttpMethod.Get)
        {
            throw new ApiException(HttpStatusCode.RequestEntityTooLarge, "AnswerTooLarge", $"{access.Server}: {error.Message}; ask for fewer objects at a time");
        }
        catch (Exception error) when (error is HttpRequestException or IOException or System.Net.Sockets.SocketException or JsonException or CryptographicException)
        {
            throw Unreachable(access, error);
        }
    }

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The server keeps its channels, and disposes of them.")]
    private async Task<(T? Answer, Refusal? Refusal)> TryAsync<T>(
        ApiCall call, ClusterAccess access, TimeSpan patience, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        using var place = await Lane(call).EnterAsync(patience, cancellationToken);
        using var request = call.ToRequest(access);
        var response = await Channel(access).SendAsync(request, cancellationToken);
        var keep = false;
        try
        {
            if (!response.IsSuccessStatusCode)
                return (default, await Refusal.ReadAsync(response, access, clock, cancellationToken));
            var answer = await read(response, cancellationToken);
            keep = call.Streams;
            return (answer, null);
        }
        finally
        {
            if (!keep)
                response.Dispose();
        }
    }

    private CallLane Lane(ApiCall call) => call.Streams ? _streams : call.IsSignOfLife ? _signs : _calls;

    // Others may have met the same 401 before, and had the credential read anew.
    private async Task<bool> IsRenewedAsync(ClusterAccess used)
    {
        if (!await credentials.RefreshAsync() && credentials.Current == used)
            return false;
        LogRenewed(logger, used.Server);
        return true;
    }

    // 429 says that nothing was done, so that also a write may be sent again.
    private async Task<bool> PauseAsync(ApiCall call, Refusal refusal, int tries, long begin, CancellationToken cancellationToken)
    {
        if (refusal.Status != HttpStatusCode.TooManyRequests || tries >= MaxTries)
            return false;
        var pause = RetryPause.Next(tries, refusal.RetryAfter, options.Chance());
        if (clock.GetElapsedTime(begin) + pause >= options.CallTimeout)
            return false;
        LogThrottled(logger, call.Method, pause);
        await Task.Delay(pause, clock, cancellationToken);
        return true;
    }

    private async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        await using var body = new BoundedReadStream(await response.Content.ReadAsStreamAsync(cancellationToken), options.MaxAnswerBytes);
        return await JsonSerializer.DeserializeAsync(body, type, cancellationToken) ?? throw new JsonException("its answer is null");
    }

    private async Task<bool> DrainAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var body = new BoundedReadStream(await response.Content.ReadAsStreamAsync(cancellationToken), options.MaxAnswerBytes);
        await body.CopyToAsync(Stream.Null, cancellationToken);
        return true;
    }

    private ClusterChannel Channel(ClusterAccess access)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (_channel?.Serves(access) == true)
                return _channel;
            var made = new ClusterChannel(access, _connector);
            // A call may have taken the one that is replaced, and not have sent yet: it is closed with the next change.
            _former?.Dispose();
            (_former, _channel) = (_channel, made);
            return made;
        }
    }

    private static ClusterUnreachableException Unreachable(ClusterAccess access, Exception error)
    {
        var chain = ErrorText.Sentence(ErrorText.Chain(error), access);
        return new ClusterUnreachableException(error switch
        {
            JsonException => $"{access.Server} answered with what cannot be read: {chain}",
            CryptographicException => $"A certificate or key for {access.Server} cannot be read: {chain}; write it anew into the cluster's kubeconfig",
            { InnerException: System.Security.Authentication.AuthenticationException } =>
                $"{access.Server} is not who it should be, or does not take our certificate: {chain}; check certificate-authority-data and tls-server-name",
            _ => $"{access.Server}: {chain}",
        });
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Muster.Contracts;

namespace Muster.Kubernetes.Tests;

/// <summary>The seam over a plain HttpClient: no retries, no budgets, so that each fault reaches whoever is tested.</summary>
internal sealed class PlainApiServer : IApiServer, IDisposable
{
    private readonly HttpClient _client;

    public PlainApiServer(ClusterAccess access)
    {
        var authority = X509Certificate2.CreateFromPem(access.CertificateAuthority);
        _client = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = new System.Net.Security.SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { authority }, RevocationMode = X509RevocationMode.NoCheck },
            },
        })
        { BaseAddress = access.Server, Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", access.Token);
    }

    public HttpClient Client => _client;

    public Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) => CallAsync(HttpMethod.Get, path, default, type, cancellationToken);

    public Task<T> CreateAsync<T>(string path, ReadOnlyMemory<byte> json, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Post, path, json, type, cancellationToken);

    public Task<T> PatchAsync<T>(string path, ReadOnlyMemory<byte> json, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Patch, path, json, type, cancellationToken);

    public async Task DeleteAsync(string path, ReadOnlyMemory<byte> options, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Delete, path, options, TimeSpan.FromSeconds(5), cancellationToken);
    }

    public async Task<Stream> OpenAsync(string path, TimeSpan idle, CancellationToken cancellationToken)
    {
        var response = await SendAsync(HttpMethod.Get, path, default, TimeSpan.FromSeconds(5), cancellationToken);
        return new ImpatientStream(await response.Content.ReadAsStreamAsync(cancellationToken), idle);
    }

    public void Dispose() => _client.Dispose();

    private async Task<T> CallAsync<T>(HttpMethod method, string path, ReadOnlyMemory<byte> json, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(method, path, json, TimeSpan.FromSeconds(5), cancellationToken);
        try
        {
            return (await JsonSerializer.DeserializeAsync(await response.Content.ReadAsStreamAsync(cancellationToken), type, cancellationToken))!;
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException or JsonException)
        {
            throw new ClusterUnreachableException(broken.Message, broken);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, ReadOnlyMemory<byte> json, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(limit);
        using var request = new HttpRequestMessage(method, path);
        if (!json.IsEmpty)
        {
            request.Content = new ReadOnlyMemoryContent(json);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(method == HttpMethod.Patch ? "application/merge-patch+json" : "application/json");
        }
        try
        {
            var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            return response.IsSuccessStatusCode ? response : throw await RefusalAsync(response, deadline.Token);
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException || (broken is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new ClusterUnreachableException(broken.Message, broken);
        }
    }

    private static async Task<Exception> RefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var refused = response;
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        if (response.StatusCode == HttpStatusCode.Unauthorized)
            return new ClusterUnauthorizedException(text);
        if (response.StatusCode >= HttpStatusCode.InternalServerError)
            return new ClusterUnreachableException(text);
        return new ApiException(response.StatusCode, text.StartsWith('{') ? (string?)JsonNode.Parse(text)?["reason"] ?? "" : "", text);
    }
}

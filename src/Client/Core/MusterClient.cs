using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Muster.Contracts;

namespace Muster.Client;

/// <summary>Talks to Muster over HTTP.</summary>
/// <inheritdoc cref="IMusterClient" path="/remarks"/>
public sealed partial class MusterClient : IMusterClient, IDisposable
{
    private readonly ApiConnection _connection;
    private readonly ILogger _logger;

    /// <summary>Makes a client; nothing is sent yet.</summary>
    /// <param name="options">How to reach Muster; null for the silo on this machine.</param>
    /// <param name="handler">What sends the requests, for tests and proxies; it is not disposed of.</param>
    /// <param name="logger">Told of submissions and of what is tried again; null for nobody.</param>
    /// <exception cref="ArgumentException">An option is out of its bounds; the message says which and what to write.</exception>
    public MusterClient(MusterClientOptions? options = null, HttpMessageHandler? handler = null, ILogger<MusterClient>? logger = null)
    {
        options ??= new MusterClientOptions();
        MusterClientOptionsValidator.Require(options);
        _logger = logger ?? NullLogger<MusterClient>.Instance;
        _connection = new ApiConnection(options, handler, _logger);
    }

    /// <inheritdoc/>
    public Task<ServerVersion> GetVersionAsync(CancellationToken cancellationToken = default) => GetAsync<ServerVersion>("v1/version", CallSubject.None, cancellationToken);

    /// <inheritdoc/>
    public Task<CallerInfo> WhoAmIAsync(CancellationToken cancellationToken = default) => GetAsync<CallerInfo>("v1/whoami", CallSubject.None, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private async Task<T> GetAsync<T>(string path, CallSubject subject, CancellationToken cancellationToken) =>
        (await _connection.SendAsync(ApiRequest.Get(path, subject), OutsideJson.Answer<T>(), cancellationToken)).Value;

    private async Task<T> SendAsync<T>(ApiRequest request, CancellationToken cancellationToken) =>
        (await _connection.SendAsync(request, OutsideJson.Answer<T>(), cancellationToken)).Value;

    private static string Escape(string name) => Uri.EscapeDataString(name);
}

using System.Diagnostics.CodeAnalysis;
using System.Net;
using Muster.Contracts;

namespace Muster.Kubernetes;

/// <summary>
/// Connections to one API server, made for one address, authority and client certificate. Tokens come with each request; a change
/// of anything else makes another channel.
/// </summary>
internal sealed class ClusterChannel : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    // DNS may have changed, and server processes behind one address are meant to share the load.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(15);

    private const int MaxConnections = 512;

    private readonly ClusterAccess _access;
    private readonly HttpMessageInvoker _invoker;

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The invoker disposes of its handler.")]
    public ClusterChannel(ClusterAccess access, HostConnector connector)
    {
        _access = access;
        _invoker = new HttpMessageInvoker(Handler(access, connector), disposeHandler: true);
    }

    /// <summary>Whether what it was made for still holds.</summary>
    public bool Serves(ClusterAccess access) => ReferenceEquals(access, _access) || access with { Token = null } == _access with { Token = null };

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // The name in the request's header is the one that the certificate is checked against, and that is asked for (SNI).
        if (_access.TlsServerName is { Length: > 0 } name)
            request.Headers.Host = name;
        return _invoker.SendAsync(request, cancellationToken);
    }

    /// <summary>Closes what is idle; calls and streams under way go on to their end.</summary>
    public void Dispose() => _invoker.Dispose();

    private static SocketsHttpHandler Handler(ClusterAccess access, HostConnector connector)
    {
        var place = new DnsEndPoint(access.Server.IdnHost, access.Server.Port);
        return new SocketsHttpHandler
        {
            SslOptions = ServerTrust.Options(access),
            ConnectCallback = (_, cancellationToken) => connector.ConnectAsync(place, cancellationToken),
            ConnectTimeout = ConnectTimeout,
            PooledConnectionLifetime = ConnectionLifetime,
            MaxConnectionsPerServer = MaxConnections,
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = TimeSpan.FromSeconds(20),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.Always,
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
        };
    }
}

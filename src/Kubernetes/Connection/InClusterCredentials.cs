using System.Net;
using Microsoft.Extensions.Logging;
using Muster.Contracts;

namespace Muster.Kubernetes;

/// <summary>
/// What every pod finds in itself: the service account's token, which is replaced about every hour, and the authority of the
/// cluster it runs in. Both are read again at least every minute.
/// </summary>
public sealed partial class InClusterCredentials : IClusterCredentials
{
    /// <summary>Where Kubernetes mounts a service account.</summary>
    public const string DefaultFolder = "/var/run/secrets/kubernetes.io/serviceaccount";

    private const int MaxBytes = 256 * 1024;

    private static readonly TimeSpan ReadAgain = TimeSpan.FromSeconds(60);

    private readonly Uri _server;
    private readonly string _folder;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private volatile ClusterAccess _current;
    private long _read;

    private InClusterCredentials(Uri server, string folder, TimeProvider clock, ILogger logger)
    {
        (_server, _folder, _clock, _logger) = (server, folder, clock, logger);
        _read = clock.GetTimestamp();
        _current = Read();
    }

    /// <inheritdoc/>
    public ClusterAccess Current
    {
        get
        {
            if (_clock.GetElapsedTime(Volatile.Read(ref _read)) >= ReadAgain)
                Renew(always: false);
            return _current;
        }
    }

    /// <summary>Reads the service account of this pod.</summary>
    /// <param name="server">Address of the API server; null for the one that the pod's environment names.</param>
    /// <param name="folder">Where the service account is mounted.</param>
    /// <param name="clock">Measures when to read again.</param>
    /// <param name="logger">Is told of what cannot be read.</param>
    /// <exception cref="IOException">This is no pod, or it has no service account mounted.</exception>
    /// <exception cref="UnauthorizedAccessException">This process may not read it.</exception>
    public static InClusterCredentials Open(Uri? server, string folder, TimeProvider clock, ILogger logger) =>
        new(server ?? ServerOfEnvironment(Environment.GetEnvironmentVariable), folder, clock, logger);

    /// <inheritdoc/>
    public Task<bool> RefreshAsync()
    {
        var before = _current;
        Renew(always: true);
        return Task.FromResult(_current != before);
    }

    internal static Uri ServerOfEnvironment(Func<string, string?> variable)
    {
        if (variable("KUBERNETES_SERVICE_HOST") is not { Length: > 0 } host || variable("KUBERNETES_SERVICE_PORT") is not { Length: > 0 } port)
            throw new IOException("This is no pod of a cluster: KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set; register the cluster with a kubeconfig instead.");
        var name = IPAddress.TryParse(host, out var address) && address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{host}]" : host;
        return Uri.TryCreate($"https://{name}:{port}/", UriKind.Absolute, out var server)
            ? server
            : throw new IOException("KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are no address.");
    }

    private void Renew(bool always)
    {
        lock (_lock)
        {
            if (!always && _clock.GetElapsedTime(_read) < ReadAgain)
                return;
            Volatile.Write(ref _read, _clock.GetTimestamp());
            try
            {
                _current = Read();
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                LogBroken(_logger, _folder, error.Message);
            }
        }
    }

    private ClusterAccess Read()
    {
        var token = BoundedFile.Read(Path.Combine(_folder, "token"), MaxBytes).Trim();
        var authority = BoundedFile.Read(Path.Combine(_folder, "ca.crt"), MaxBytes);
        if (token.Length == 0 || !authority.Contains("BEGIN CERTIFICATE", StringComparison.Ordinal))
            throw new IOException($"token or ca.crt in {_folder} is empty");
        return new ClusterAccess { Server = _server, Token = token, CertificateAuthority = authority };
    }

    [LoggerMessage(813, LogLevel.Warning, "The service account in {Folder} cannot be read: {Problem}. What it said before is used on.")]
    private static partial void LogBroken(ILogger logger, string folder, string problem);
}

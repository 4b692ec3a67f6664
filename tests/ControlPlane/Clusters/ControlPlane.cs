using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.ControlPlane;

/// <summary>One real cluster without machines: etcd, kube-apiserver and kube-controller-manager on loopback ports of their own.</summary>
public sealed partial class ControlPlane : IAsyncDisposable
{
    private const int StartTries = 3;

    private readonly ControlPlaneOptions _options;
    private readonly string _assets;
    private readonly string _directory;
    private readonly Authority _authority;
    private readonly Tokens _tokens;
    private readonly int _etcdPort = Ports.Take();
    private readonly int _peerPort = Ports.Take();
    private readonly int _port;
    private ChildProcess? _etcd;
    private ChildProcess? _apiServer;
    private ChildProcess? _controllers;

    private ControlPlane(ControlPlaneOptions options, string directory)
    {
        (_options, _directory, _assets) = (options, directory, Assets.Folder());
        _port = options.Port ?? Ports.Take();
        _authority = Authority.Open(directory, $"{options.Name}-ca");
        _tokens = Tokens.Open(directory);
        TenantNamespaces = options.TenantNamespaces.IsDefaultOrEmpty ? ["default"] : [.. options.TenantNamespaces.Prepend("default").Distinct()];
        Proxy = new ChaosProxy(_port);
        AdminClient = ClusterClient.Create(Server, _authority.Certificate, _tokens.Admin);
    }

    /// <summary>The cluster's name.</summary>
    public string Name => _options.Name;

    /// <summary>Address of the API server itself.</summary>
    public Uri Server => new($"https://127.0.0.1:{_port}/");

    /// <summary>The authority that signed the API server's certificate.</summary>
    public Authority Authority => _authority;

    /// <summary>Namespaces in which Muster may create jobs.</summary>
    public ImmutableArray<string> TenantNamespaces { get; }

    /// <summary>Full rights, straight to the API server.</summary>
    public ClusterAccess Admin => new() { Server = Server, CertificateAuthority = _authority.Certificate, Token = _tokens.Admin };

    /// <summary>The rights of deploy/member-cluster/rbac.yaml, through <see cref="Proxy"/>.</summary>
    public ClusterAccess Muster => Admin with { Server = Proxy.Server, Token = _tokens.Muster };

    /// <summary>The same rights by a client certificate, through <see cref="Proxy"/>.</summary>
    public ClusterAccess MusterByCertificate()
    {
        var (certificate, key) = _authority.IssueClient(Tokens.MusterUser);
        return Muster with { Token = null, ClientCertificate = certificate, ClientKey = key };
    }

    /// <summary>What stands between <see cref="Muster"/> and the API server.</summary>
    public ChaosProxy Proxy { get; }

    /// <summary>A client with full rights, straight to the API server.</summary>
    public HttpClient AdminClient { get; }

    /// <summary>Starts a control plane and waits until pods can be created in it. Several are best started at the same time.</summary>
    /// <exception cref="InvalidOperationException">The programs are not there; the message says how to get them.</exception>
    /// <exception cref="IOException">A program ended; the message holds the end of its log.</exception>
    /// <exception cref="TimeoutException">It was not ready in time.</exception>
    public static async Task<ControlPlane> StartAsync(ControlPlaneOptions options, CancellationToken cancellationToken)
    {
        for (var i = 1; ; i++)
        {
            var plane = new ControlPlane(options, options.Directory ?? NewDirectory(options.Name));
            try
            {
                await plane.StartAsync(cancellationToken);
                return plane;
            }
            // Somebody else may have taken a port in the meantime.
            catch (IOException) when (i < StartTries)
            {
                await plane.DisposeAsync();
            }
            catch
            {
                await plane.DisposeAsync();
                throw;
            }
        }
    }

    /// <summary>Writes a kubeconfig file with one context.</summary>
    /// <returns>The path.</returns>
    public string WriteKubeconfig(ClusterAccess access, string path)
    {
        Kubeconfig.Write(path, Name, access);
        return path;
    }

    /// <summary>Ends it, and deletes its state when nobody named a folder for it.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var process in new[] { _controllers, _apiServer, _etcd })
            if (process is not null)
                await process.DisposeAsync();
        await Proxy.DisposeAsync();
        AdminClient.Dispose();
        _authority.Dispose();
        foreach (var port in new[] { _etcdPort, _peerPort, _port })
            Ports.Return(port);
        if (_options.Directory is null)
            Directory.Delete(_directory, recursive: true);
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_options.StartTimeout);
        try
        {
            await StartProcessesAsync(limit.Token);
            await PrepareAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw NotReady();
        }
    }

    private static string NewDirectory(string name) => Directory.CreateTempSubdirectory($"muster-{name}-").FullName;
}

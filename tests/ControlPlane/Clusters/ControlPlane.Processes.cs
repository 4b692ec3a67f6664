using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Muster.ControlPlane;

/// <content>Its processes.</content>
public sealed partial class ControlPlane
{
    private const int LastVersionWithInsecurePort = 23;
    private const string Controllers = "garbagecollector,podgc,namespace,serviceaccount,serviceaccount-token,root-ca-cert-publisher,endpoint,endpointslice,resourcequota";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private string EtcdAddress => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_etcdPort}");

    /// <summary>Kills the API server as a crash does. Everything that is connected to it sees that.</summary>
    public async Task KillApiServerAsync()
    {
        if (_apiServer is null)
            return;
        await _apiServer.DisposeAsync();
        _apiServer = null;
    }

    /// <summary>Starts the API server again, at the same address and with the same state, and waits until it is ready.</summary>
    /// <exception cref="TimeoutException">It was not.</exception>
    public async Task StartApiServerAsync()
    {
        if (_apiServer is not null)
            return;
        using var limit = new CancellationTokenSource(_options.StartTimeout);
        _apiServer = await RunApiServerAsync();
        try
        {
            await ReadyAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            throw NotReady();
        }
    }

    /// <summary>Stops the API server where it stands: connections stay, nothing answers.</summary>
    public void Suspend() => _apiServer?.Signal("STOP");

    /// <summary>Lets it go on.</summary>
    public void Resume() => _apiServer?.Signal("CONT");

    /// <summary>Gives Muster another token and restarts the API server, which refuses the old one then (401).</summary>
    public async Task RotateTokenAsync()
    {
        _tokens.RotateMuster();
        await KillApiServerAsync();
        await StartApiServerAsync();
    }

    private async Task StartProcessesAsync(CancellationToken cancellationToken)
    {
        WriteKeys();
        // The API server waits for etcd by itself.
        _etcd = await RunAsync("etcd",
            $"--name={Name}", $"--data-dir={InDirectory("etcd")}", "--unsafe-no-fsync", "--snapshot-count=10000",
            $"--listen-client-urls={EtcdAddress}", $"--advertise-client-urls={EtcdAddress}",
            $"--listen-peer-urls=http://127.0.0.1:{_peerPort}", $"--initial-advertise-peer-urls=http://127.0.0.1:{_peerPort}",
            $"--initial-cluster={Name}=http://127.0.0.1:{_peerPort}");
        _apiServer = await RunApiServerAsync();
        await ReadyAsync(cancellationToken);
        if (_options.WithControllerManager && File.Exists(Path.Combine(_assets, "kube-controller-manager")))
            _controllers = await RunControllersAsync(cancellationToken);
    }

    private Task<ChildProcess> RunApiServerAsync() => RunAsync("kube-apiserver",
    [
        $"--etcd-servers={EtcdAddress}", "--bind-address=127.0.0.1", $"--secure-port={_port}", "--endpoint-reconciler-type=none",
        $"--tls-cert-file={InDirectory("server.crt")}", $"--tls-private-key-file={InDirectory("server.key")}",
        $"--client-ca-file={InDirectory("ca.crt")}", $"--token-auth-file={_tokens.Path}", "--authorization-mode=RBAC",
        "--service-cluster-ip-range=10.0.0.0/20", "--service-account-issuer=https://kubernetes.default.svc",
        $"--service-account-key-file={InDirectory("sa.key")}", $"--service-account-signing-key-file={InDirectory("sa.key")}",
        "--delete-collection-workers=16", $"--watch-cache={(_options.WatchCache ? "true" : "false")}",
        // What marks new nodes as not ready is unmarked by the node controller only.
        .. _options.NodeGrace is null ? new[] { "--disable-admission-plugins=TaintNodesByCondition" } : [],
        .. _options.ApiServerArguments.IsDefault ? [] : _options.ApiServerArguments,
    ]);

    private async Task<ChildProcess> RunControllersAsync(CancellationToken cancellationToken)
    {
        var kubeconfig = WriteKubeconfig(Admin, InDirectory("admin.kubeconfig"));
        var grace = _options.NodeGrace;
        return await RunAsync("kube-controller-manager",
        [
            $"--kubeconfig={kubeconfig}", "--leader-elect=false", "--secure-port=0",
            "--kube-api-qps=500", "--kube-api-burst=1000", $"--controllers={Controllers}{(grace is null ? "" : ",nodelifecycle")}",
            $"--service-account-private-key-file={InDirectory("sa.key")}", $"--root-ca-file={InDirectory("ca.crt")}",
            .. grace is null ? [] : NodeArguments(grace.Value),
            // Otherwise it would listen there, and in one cluster only.
            .. await MinorVersionAsync(cancellationToken) <= LastVersionWithInsecurePort ? new[] { "--port=0" } : [],
        ]);
    }

    private static string[] NodeArguments(TimeSpan grace) =>
    [
        string.Create(CultureInfo.InvariantCulture, $"--node-monitor-grace-period={grace.TotalMilliseconds:0}ms"),
        string.Create(CultureInfo.InvariantCulture, $"--node-monitor-period={grace.TotalMilliseconds / 4:0}ms"),
    ];

    private TimeoutException NotReady() => new(
        $"The control plane {Name} was not ready within {_options.StartTimeout.TotalSeconds:0} s; the end of its API server's log:\n{_apiServer?.LogEnd()}");

    private async Task<int> MinorVersionAsync(CancellationToken cancellationToken)
    {
        var version = await Reply.GetAsync(AdminClient, "version", cancellationToken);
        return int.Parse(Regex.Match((string)version["minor"]!, "^[0-9]+").Value, CultureInfo.InvariantCulture);
    }

    private Task<ChildProcess> RunAsync(string program, params IEnumerable<string> arguments) =>
        ChildProcess.StartAsync(Path.Combine(_assets, program), InDirectory(program + ".log"), arguments);

    private async Task ReadyAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _etcd!.ThrowIfExited();
            _apiServer!.ThrowIfExited();
            if (await IsReadyAsync(cancellationToken))
                return;
            await Task.Delay(Pause, cancellationToken);
        }
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await AdminClient.GetAsync("readyz", cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private void WriteKeys()
    {
        if (!File.Exists(InDirectory("sa.key")))
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            File.WriteAllText(InDirectory("sa.key"), key.ExportECPrivateKeyPem());
        }
        var (certificate, serverKey) = _authority.IssueServer($"{Name}.test");
        File.WriteAllText(InDirectory("server.crt"), certificate);
        File.WriteAllText(InDirectory("server.key"), serverKey);
    }

    private string InDirectory(string name) => Path.Combine(_directory, name);
}

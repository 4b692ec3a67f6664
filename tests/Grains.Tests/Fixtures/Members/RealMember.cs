using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Muster.Client;
using Muster.Contracts;
using Muster.ControlPlane;
using Muster.Kubernetes;

namespace Muster.Grains.Tests;

/// <summary>One real cluster, as one test has it.</summary>
internal sealed class RealMember : IAsyncDisposable
{
    private readonly ImmutableArray<HollowNode> _nodes;
    private readonly string _origin;
    private readonly List<KubernetesClusterGateway> _dead = [];
    private readonly string _credentials = Path.GetTempFileName();
    private readonly TimeSpan _watchIdle;
    private readonly ApiServer _server;
    private readonly ApiServer _serverBehind;

    private RealMember(ControlPlane.ControlPlane plane, HollowNodes hollow, ImmutableArray<HollowNode> nodes, string origin, TimeSpan watchIdle)
    {
        (Plane, Nodes, _nodes, _origin, _watchIdle) = (plane, hollow, nodes, origin, watchIdle);
        WriteCredentials(plane.Muster);
        _server = Server(FileCredentials.Open(_credentials, static yaml => Kubeconfig.Read(yaml, null), TimeProvider.System, NullLogger.Instance));
        _serverBehind = Server(new FixedCredentials(plane.Admin));
        Gateway = Open(_server);
        Behind = Open(_serverBehind);
    }

    public string Name => Plane.Name;

    public ControlPlane.ControlPlane Plane { get; }

    public HollowNodes Nodes { get; }

    /// <summary>The way that the Muster of the test has, with its rights, through whatever is between.</summary>
    public KubernetesClusterGateway Gateway { get; private set; }

    /// <summary>A way past all that.</summary>
    public KubernetesClusterGateway Behind { get; }

    public static async Task<RealMember> OpenAsync(string name, string origin, ImmutableArray<HollowNode> nodes, GrainClusterOptions options)
    {
        var plane = await ControlPlanes.GetAsync(name);
        await plane.ResetAsync();
        var hollow = await HollowNodes.StartAsync(plane, nodes, new HollowOptions
        {
            Duration = options.Timings.Duration,
            StartDelay = options.Timings.StartDelay,
            StopTime = options.Timings.GracePeriod,
        }, CancellationToken.None);
        return new(plane, hollow, nodes, origin, options.WatchIdle);
    }

    /// <summary>Gives Muster other credentials, in the file that it reads them from.</summary>
    public void WriteCredentials(ClusterAccess access) => Plane.WriteKubeconfig(access, _credentials);

    /// <summary>The uid by which the cluster is known.</summary>
    public async Task<string> UidAsync() =>
        (string)JsonNode.Parse(await Plane.AdminClient.GetStringAsync(new Uri("api/v1/namespaces/kube-system", UriKind.Relative)))!["metadata"]!["uid"]!;

    /// <summary>Runs a pod that is not Muster's, until it is deleted.</summary>
    public async Task RunForeignAsync(string pod, string node, string cpu)
    {
        using var body = new StringContent($$$"""
            {"metadata":{"name":"{{{pod}}}"},"spec":{"nodeName":"{{{node}}}","containers":[{"name":"main","image":"x","resources":{"requests":{"cpu":"{{{cpu}}}"} } }] } }
            """, Encoding.UTF8, "application/json");
        using var answer = await Plane.AdminClient.PostAsync(new Uri("api/v1/namespaces/default/pods", UriKind.Relative), body);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Creates an unbound pod like one that is there, with an index of its own, as a creator would that was late.</summary>
    public async Task CreateLateAsync(string like, int index)
    {
        var pods = new Uri("api/v1/namespaces/default/pods", UriKind.Relative);
        var there = JsonNode.Parse(await Plane.AdminClient.GetStringAsync(new Uri($"{pods}/{like}", UriKind.Relative)))!;
        var (metadata, spec) = (there["metadata"]!, there["spec"]!);
        var (name, labels) = (string.Create(CultureInfo.InvariantCulture, $"{like[..like.LastIndexOf('-')]}-{index}"), metadata["labels"]!.DeepClone());
        labels["muster.dev/index"] = index.ToString(CultureInfo.InvariantCulture);
        var late = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = labels, ["annotations"] = metadata["annotations"]!.DeepClone() },
            ["spec"] = new JsonObject { ["schedulerName"] = spec["schedulerName"]!.DeepClone(), ["containers"] = new JsonArray(new JsonObject { ["name"] = "main", ["image"] = "x" }) },
        };
        using var body = new StringContent(late.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await Plane.AdminClient.PostAsync(pods, body);
        answer.EnsureSuccessStatusCode();
    }

    public async Task DeletePodAsync(string pod)
    {
        using var answer = await Plane.AdminClient.DeleteAsync(new Uri($"api/v1/namespaces/default/pods/{pod}", UriKind.Relative));
        if (answer.StatusCode != HttpStatusCode.NotFound)
            answer.EnsureSuccessStatusCode();
    }

    /// <summary>A way for the silo that comes next, and that may die; the one before gets nowhere but by what it has begun.</summary>
    public void Reopen(Fuse fuse)
    {
        _dead.Add(Gateway);
        Gateway = Open(new MortalServer(_server, fuse));
    }

    /// <summary>Names of what there is of this Muster's.</summary>
    public async Task<string[]> LeftAsync()
    {
        var names = new List<string>();
        foreach (var kind in new[] { "api/v1/namespaces/default/pods", "apis/coordination.k8s.io/v1/namespaces/default/leases", "api/v1/namespaces/default/services" })
        {
            var text = await Plane.AdminClient.GetStringAsync(new Uri($"{kind}?labelSelector=muster.dev%2Forigin%3D{_origin}", UriKind.Relative));
            foreach (var item in JsonNode.Parse(text)!["items"]!.AsArray())
                names.Add($"{kind[(kind.LastIndexOf('/') + 1)..]}/{(string)item!["metadata"]!["name"]!}");
        }
        return [.. names];
    }

    public Task ReturnNodeAsync(string node) => Nodes.AddAsync(_nodes.Single(n => n.Name == node));

    public async ValueTask DisposeAsync()
    {
        foreach (var gateway in _dead.Append(Gateway))
            await gateway.DisposeAsync();
        await Behind.DisposeAsync();
        _server.Dispose();
        _serverBehind.Dispose();
        await Nodes.DisposeAsync();
        File.Delete(_credentials);
        await Plane.ResetAsync();
    }

    private KubernetesClusterGateway Open(IApiServer server) => new(
        new ClusterName(Name), server, new GatewayOptions
        {
            Origin = _origin,
            Gather = TimeSpan.FromMilliseconds(50),
            Reflectors = new ReflectorOptions { Idle = _watchIdle },
        }, TimeProvider.System, NullLoggerFactory.Instance);

    private static ApiServer Server(IClusterCredentials credentials) => new(
        credentials,
        new ApiServerOptions { CallTimeout = TimeSpan.FromSeconds(4), Addresses = new AddressRules { AllowLoopback = true } },
        TimeProvider.System, NullLogger<ApiServer>.Instance);
}

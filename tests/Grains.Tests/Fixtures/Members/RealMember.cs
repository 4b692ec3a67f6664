using System.Collections.Immutable;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Muster.Contracts;
using Muster.ControlPlane;
using Muster.Kubernetes;
using Muster.Silo;

namespace Muster.Grains.Tests;

/// <summary>One real cluster, as one test has it.</summary>
internal sealed class RealMember : IAsyncDisposable
{
    private readonly ImmutableArray<HollowNode> _nodes;
    private readonly string _origin;
    private readonly List<KubernetesClusterGateway> _dead = [];
    private readonly ApiServer _server;
    private readonly ApiServer _serverBehind;

    private RealMember(ControlPlane.ControlPlane plane, HollowNodes hollow, ImmutableArray<HollowNode> nodes, string origin)
    {
        (Plane, Nodes, _nodes) = (plane, hollow, nodes);
        _server = Server(plane.Muster);
        _serverBehind = Server(plane.Admin);
        _origin = origin;
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

    public static async Task<RealMember> OpenAsync(string name, string origin, ImmutableArray<HollowNode> nodes, SimulationTimings timings)
    {
        var plane = await ControlPlanes.GetAsync(name);
        await plane.ResetAsync();
        var hollow = await HollowNodes.StartAsync(plane, nodes, new HollowOptions
        {
            Duration = timings.Duration,
            StartDelay = timings.StartDelay,
            StopTime = timings.GracePeriod,
        }, CancellationToken.None);
        return new(plane, hollow, nodes, origin);
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
        foreach (var kind in new[] { "pods", "configmaps", "services" })
        {
            var text = await Plane.AdminClient.GetStringAsync(new Uri($"api/v1/namespaces/default/{kind}?labelSelector=muster.dev%2Forigin%3D{_origin}", UriKind.Relative));
            foreach (var item in JsonNode.Parse(text)!["items"]!.AsArray())
                names.Add($"{kind}/{(string)item!["metadata"]!["name"]!}");
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
        await Plane.ResetAsync();
    }

    private KubernetesClusterGateway Open(IApiServer server) => new(
        new ClusterName(Name), server, new GatewayOptions { Origin = _origin, Gather = TimeSpan.FromMilliseconds(50) }, TimeProvider.System, NullLoggerFactory.Instance);

    private static ApiServer Server(ClusterAccess access) => new(
        new FixedCredentials(access),
        new ApiServerOptions { CallTimeout = TimeSpan.FromSeconds(4), Addresses = new AddressRules { AllowLoopback = true } },
        TimeProvider.System, NullLogger<ApiServer>.Instance);
}

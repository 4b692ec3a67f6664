using System.Collections.Immutable;
using System.Net;
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
    private readonly ApiServer _server;
    private readonly ApiServer _serverBehind;

    private RealMember(ControlPlane.ControlPlane plane, HollowNodes hollow, ImmutableArray<HollowNode> nodes, string origin)
    {
        (Plane, Nodes, _nodes) = (plane, hollow, nodes);
        _server = Server(plane.Muster);
        _serverBehind = Server(plane.Admin);
        Gateway = Open(_server, origin);
        Behind = Open(_serverBehind, origin);
    }

    public string Name => Plane.Name;

    public ControlPlane.ControlPlane Plane { get; }

    public HollowNodes Nodes { get; }

    /// <summary>The way that the Muster of the test has, with its rights, through whatever is between.</summary>
    public KubernetesClusterGateway Gateway { get; }

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

    public Task ReturnNodeAsync(string node) => Nodes.AddAsync(_nodes.Single(n => n.Name == node));

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Behind.DisposeAsync();
        _server.Dispose();
        _serverBehind.Dispose();
        await Nodes.DisposeAsync();
        await Plane.ResetAsync();
    }

    private KubernetesClusterGateway Open(ApiServer server, string origin) => new(
        new ClusterName(Name), server, new GatewayOptions { Origin = origin, Gather = TimeSpan.FromMilliseconds(50) }, TimeProvider.System, NullLoggerFactory.Instance);

    private static ApiServer Server(ClusterAccess access) => new(
        new FixedCredentials(access),
        new ApiServerOptions { CallTimeout = TimeSpan.FromSeconds(4), Addresses = new AddressRules { AllowLoopback = true } },
        TimeProvider.System, NullLogger<ApiServer>.Instance);
}

using System.Collections.Immutable;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Muster.Contracts;
using Muster.ControlPlane;

namespace Muster.Kubernetes.Tests;

/// <summary>A real control plane with hollow nodes, started once for a class of tests. Nothing is reset between them: each has jobs of its own.</summary>
public sealed class RealCluster : IAsyncLifetime
{
    /// <summary>Nodes with room for a pod of every test.</summary>
    public static readonly ImmutableArray<string> Nodes = ["node-0", "node-1", "node-2", "node-3"];

    private ControlPlane.ControlPlane? _plane;
    private HollowNodes? _nodes;

    internal ControlPlane.ControlPlane Plane => _plane ?? throw new InvalidOperationException("The control plane did not start.");

    internal HollowNodes Hollow => _nodes ?? throw new InvalidOperationException("The nodes did not start.");

    /// <summary>A gateway with exactly the rights of deploy/member-cluster/rbac.yaml.</summary>
    public KubernetesClusterGateway Gateway { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (!Assets.AreThere)
            return;
        _plane = await ControlPlane.ControlPlane.StartAsync(
            new ControlPlaneOptions { Name = "gateway", TenantNamespaces = ["default", "quota", "limits"] }, TestContext.Current.CancellationToken);
        _nodes = await HollowNodes.StartAsync(
            _plane, Nodes.Select(n => HollowNode.Of(n, cpu: 1000, pods: 1000)), new HollowOptions(), TestContext.Current.CancellationToken);
        Gateway = Open();
    }

    /// <summary>To be called first in each test.</summary>
    public void Require() => Assert.SkipUnless(_plane is not null, "There is no control plane here: " + Assets.Remedy);

    /// <summary>Another gateway to the same cluster.</summary>
    public KubernetesClusterGateway Open(string origin = "muster", string? pinnedUid = null, IApiServer? server = null) => server is null
        ? KubernetesClusterGateway.Open(new("gateway"), new FixedCredentials(Plane.Muster), Options(origin), TimeProvider.System, NullLoggerFactory.Instance, pinnedUid)
        : new(new("gateway"), server, GatewayOptions.Of(Options(origin)), TimeProvider.System, NullLoggerFactory.Instance, pinnedUid);

    /// <summary>A client with the gateway's rights.</summary>
    public ApiServer Server() => new(new FixedCredentials(Plane.Muster), Options("muster").ApiServer, TimeProvider.System, NullLogger.Instance);

    /// <summary>Creates an object as an operator.</summary>
    public async Task PostAsync(string path, string json)
    {
        using var body = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await Plane.AdminClient.PostAsync(new Uri(path, UriKind.Relative), body, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Reads an object as an operator; null when it is not there.</summary>
    public async Task<JsonNode?> FindAsync(string path)
    {
        using var response = await Plane.AdminClient.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return response.IsSuccessStatusCode ? await response.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken) : null;
    }

    /// <summary>Deletes an object as an operator.</summary>
    public async Task DeleteAsync(string path)
    {
        using var response = await Plane.AdminClient.DeleteAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        if (Gateway is not null)
            await Gateway.DisposeAsync();
        if (_nodes is not null)
            await _nodes.DisposeAsync();
        if (_plane is not null)
            await _plane.DisposeAsync();
    }

    private static KubernetesOptions Options(string origin) => new() { Origin = origin, AllowLoopback = true };
}

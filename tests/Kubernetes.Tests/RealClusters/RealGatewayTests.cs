using System.Collections.Immutable;
using Muster.Contracts;
using Muster.Silo.Tests;

namespace Muster.Kubernetes.Tests;

/// <summary>The way to a real cluster keeps the contract.</summary>
[Collection(RealClusterGroup.Name)]
public sealed class RealGatewayTests : GatewayContract
{
    private readonly RealCluster _cluster;

    public RealGatewayTests(RealCluster cluster)
    {
        _cluster = cluster;
        cluster.Require();
    }

    protected override IClusterGateway Gateway => _cluster.Gateway;

    protected override ImmutableArray<string> Nodes => RealCluster.Nodes;

    protected override PodTemplate Template(string duration) => RealTime.Template(duration);

    protected override Task PassAsync(TimeSpan time) => RealTime.PassAsync(time);
}

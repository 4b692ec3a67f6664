using Muster.Contracts;
using Muster.Kubernetes;

namespace Muster.Silo;

/// <inheritdoc cref="IGatewayOpener"/>
internal sealed class GatewayOpener : IGatewayOpener
{
    public IClusterGateway Open(ClusterName cluster, IClusterCredentials credentials) => new ClosedGateway($"Cluster '{cluster}' is registered; this version cannot use it yet.");
}

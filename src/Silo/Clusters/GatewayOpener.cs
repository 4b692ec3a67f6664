using Microsoft.Extensions.Options;
using Muster.Contracts;
using Muster.Kubernetes;

namespace Muster.Silo;

/// <inheritdoc cref="IGatewayOpener"/>
internal sealed class GatewayOpener(IOptions<KubernetesOptions> options, TimeProvider time, ILoggerFactory loggers) : IGatewayOpener
{
    public IClusterGateway Open(ClusterName cluster, IClusterCredentials credentials, string? pinnedUid) =>
        KubernetesClusterGateway.Open(cluster, credentials, options.Value, time, loggers, pinnedUid);
}

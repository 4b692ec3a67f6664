using Muster.Contracts;
using Muster.Kubernetes;

namespace Muster.Silo;

/// <summary>Opens the way to a real cluster. It may be disposed of when the cluster is gone.</summary>
internal interface IGatewayOpener
{
    /// <summary>Opens it; nothing is connected to yet.</summary>
    IClusterGateway Open(ClusterName cluster, IClusterCredentials credentials);
}

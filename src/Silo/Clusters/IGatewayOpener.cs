using Muster.Contracts;
using Muster.Kubernetes;

namespace Muster.Silo;

/// <summary>Opens the way to a real cluster. It may be disposed of when the cluster is gone.</summary>
internal interface IGatewayOpener
{
    /// <summary>Opens it; nothing is connected to yet.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="credentials">How it is entered.</param>
    /// <param name="pinnedUid">Its identity; null when it was never heard from.</param>
    IClusterGateway Open(ClusterName cluster, IClusterCredentials credentials, string? pinnedUid);
}

using Muster.Contracts;
using Muster.Kubernetes;

namespace Muster.Silo;

/// <summary>Looks whether a cluster can be used.</summary>
internal interface IClusterProbe
{
    /// <summary>Asks it for a sign of life, its identity and our rights. Whatever is wrong is in the answer.</summary>
    Task<ClusterCheck> CheckAsync(IClusterCredentials credentials, CancellationToken cancellationToken);
}

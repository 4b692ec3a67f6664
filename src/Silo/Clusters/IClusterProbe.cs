using Muster.Contracts;
using Muster.Kubernetes;

namespace Muster.Silo;

/// <summary>Looks whether a cluster can be used.</summary>
internal interface IClusterProbe
{
    /// <summary>Asks it for a sign of life, its identity and our rights. Whatever is wrong is in the answer.</summary>
    /// <param name="credentials">How it is entered.</param>
    /// <param name="namespaces">Where jobs are to run: rights are asked for in each.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<ClusterCheck> CheckAsync(IClusterCredentials credentials, IReadOnlyCollection<string> namespaces, CancellationToken cancellationToken);
}

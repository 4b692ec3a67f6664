using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Client;

public partial interface IMusterClient
{
    /// <summary>Every cluster that the credential may see.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="UnreachableException">No silo answered.</exception>
    Task<ImmutableArray<ClusterSnapshot>> ListClustersAsync(CancellationToken cancellationToken = default);

    /// <summary>A cluster.</summary>
    /// <param name="cluster">Its name.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ClusterNotFoundException">No such cluster, or none that the credential may see.</exception>
    /// <exception cref="UnreachableException">No silo answered.</exception>
    Task<ClusterSnapshot> GetClusterAsync(string cluster, CancellationToken cancellationToken = default);

    /// <summary>Lets nothing further start in a cluster. What runs, runs on.</summary>
    /// <param name="cluster">Its name.</param>
    /// <param name="reason">Why, for people.</param>
    /// <param name="cancellationToken">Stops waiting; the outcome is then unknown.</param>
    /// <returns>The cluster as it then stands.</returns>
    /// <exception cref="ClusterNotFoundException">No such cluster, or none that the credential may see.</exception>
    /// <exception cref="ForbiddenException">The credential may not manage it.</exception>
    /// <exception cref="OutcomeUnknownException">It may have been cordoned.</exception>
    /// <exception cref="UnreachableException">No silo answered, and nothing was changed.</exception>
    Task<ClusterSnapshot> CordonClusterAsync(string cluster, string reason, CancellationToken cancellationToken = default);

    /// <summary>Lets jobs start in a cluster again.</summary>
    /// <param name="cluster">Its name.</param>
    /// <param name="cancellationToken">Stops waiting; the outcome is then unknown.</param>
    /// <returns>The cluster as it then stands.</returns>
    /// <exception cref="ClusterNotFoundException">No such cluster, or none that the credential may see.</exception>
    /// <exception cref="ForbiddenException">The credential may not manage it.</exception>
    /// <exception cref="OutcomeUnknownException">It may have been uncordoned.</exception>
    /// <exception cref="UnreachableException">No silo answered, and nothing was changed.</exception>
    Task<ClusterSnapshot> UncordonClusterAsync(string cluster, CancellationToken cancellationToken = default);
}

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

    /// <summary>Nodes of a cluster, in the order of their names. Pages are fetched as they are needed.</summary>
    /// <param name="cluster">Its name.</param>
    /// <param name="options">Which ones; null for all.</param>
    /// <param name="cancellationToken">Ends the list.</param>
    /// <exception cref="ClusterNotFoundException">No such cluster, or none that the credential may see.</exception>
    /// <exception cref="InvalidRequestException">The selector cannot be read.</exception>
    /// <exception cref="UnreachableException">No silo answered.</exception>
    IAsyncEnumerable<NodeSnapshot> ListNodesAsync(string cluster, NodeListOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>A node.</summary>
    /// <param name="cluster">Name of its cluster.</param>
    /// <param name="node">Its name.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ClusterNotFoundException">No such cluster, or none that the credential may see.</exception>
    /// <exception cref="NodeNotFoundException">The cluster has no such node.</exception>
    /// <exception cref="UnreachableException">No silo answered.</exception>
    Task<NodeSnapshot> GetNodeAsync(string cluster, string node, CancellationToken cancellationToken = default);

    /// <summary>Lets nothing further start on a node. What runs, runs on.</summary>
    /// <param name="cluster">Name of its cluster.</param>
    /// <param name="node">Its name.</param>
    /// <param name="reason">Why, for people.</param>
    /// <param name="cancellationToken">Stops waiting; the outcome is then unknown.</param>
    /// <returns>The node as it then stands.</returns>
    /// <exception cref="ClusterNotFoundException">No such cluster, or none that the credential may see.</exception>
    /// <exception cref="NodeNotFoundException">The cluster has no such node.</exception>
    /// <exception cref="ForbiddenException">The credential may not manage it.</exception>
    /// <exception cref="OutcomeUnknownException">It may have been cordoned.</exception>
    /// <exception cref="UnreachableException">No silo answered, and nothing was changed.</exception>
    Task<NodeSnapshot> CordonNodeAsync(string cluster, string node, string reason, CancellationToken cancellationToken = default);

    /// <summary>Lets jobs start on a node again.</summary>
    /// <param name="cluster">Name of its cluster.</param>
    /// <param name="node">Its name.</param>
    /// <param name="cancellationToken">Stops waiting; the outcome is then unknown.</param>
    /// <returns>The node as it then stands.</returns>
    /// <exception cref="ClusterNotFoundException">No such cluster, or none that the credential may see.</exception>
    /// <exception cref="NodeNotFoundException">The cluster has no such node.</exception>
    /// <exception cref="ForbiddenException">The credential may not manage it.</exception>
    /// <exception cref="OutcomeUnknownException">It may have been uncordoned.</exception>
    /// <exception cref="UnreachableException">No silo answered, and nothing was changed.</exception>
    Task<NodeSnapshot> UncordonNodeAsync(string cluster, string node, CancellationToken cancellationToken = default);
}

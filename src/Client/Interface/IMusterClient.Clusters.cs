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

    /// <summary>Registers a cluster, once it was seen that it answers and that every right is there. The same again changes nothing.</summary>
    /// <param name="cluster">Its name in the fleet, a DNS-1123 label.</param>
    /// <param name="access">Where it is, and how Muster is let in: see <see cref="Kubeconfig.Read(string, string)"/>. The silo keeps it in a file, and never shows it.</param>
    /// <param name="options">Labels, and what to pass over; null for none.</param>
    /// <param name="cancellationToken">Stops waiting; the outcome is then unknown.</param>
    /// <returns>The cluster as it then stands.</returns>
    /// <exception cref="InvalidRequestException">Name, labels or access are not acceptable.</exception>
    /// <exception cref="ClusterCheckFailedException">It does not answer, or rights are missing: each is named. Nothing was registered.</exception>
    /// <exception cref="ClusterConflictException">The name is taken, or is one of the silo's configuration.</exception>
    /// <exception cref="ClusterReplacedException">The name is that of a cluster with another identity.</exception>
    /// <exception cref="ForbiddenException">The credential may not manage clusters.</exception>
    /// <exception cref="OutcomeUnknownException">It may have been registered.</exception>
    /// <exception cref="UnreachableException">No silo answered, and nothing was changed.</exception>
    Task<ClusterSnapshot> AddClusterAsync(string cluster, ClusterAccess access, AddClusterOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Removes a cluster that was registered, and its credential.</summary>
    /// <param name="cluster">Its name.</param>
    /// <param name="force">Also while jobs hold places there: they are queued again, and pods that run there go on unwatched.</param>
    /// <param name="cancellationToken">Stops waiting; the outcome is then unknown.</param>
    /// <exception cref="ClusterNotFoundException">No such cluster, or none that the credential may see.</exception>
    /// <exception cref="ClusterConflictException">Jobs hold places there, or it is one of the silo's configuration.</exception>
    /// <exception cref="ForbiddenException">The credential may not manage clusters.</exception>
    /// <exception cref="OutcomeUnknownException">It may have been removed.</exception>
    /// <exception cref="UnreachableException">No silo answered, and nothing was changed.</exception>
    Task RemoveClusterAsync(string cluster, bool force = false, CancellationToken cancellationToken = default);

    /// <summary>Accepts the cluster that answers in the place of one that is gone for good. Jobs that held places in the old one go on elsewhere.</summary>
    /// <param name="cluster">Its name.</param>
    /// <param name="uid">The identity that is to be accepted; null for whichever answers.</param>
    /// <param name="cancellationToken">Stops waiting; the outcome is then unknown.</param>
    /// <returns>The cluster as it then stands.</returns>
    /// <exception cref="ClusterNotFoundException">No such cluster, or none that the credential may see.</exception>
    /// <exception cref="ClusterCheckFailedException">It does not answer.</exception>
    /// <exception cref="ClusterConflictException">Another one answers than <paramref name="uid"/>.</exception>
    /// <exception cref="ForbiddenException">The credential may not manage clusters.</exception>
    /// <exception cref="OutcomeUnknownException">It may have been accepted.</exception>
    /// <exception cref="UnreachableException">No silo answered, and nothing was changed.</exception>
    Task<ClusterSnapshot> AcceptClusterAsync(string cluster, string? uid = null, CancellationToken cancellationToken = default);

    /// <summary>Looks whether a cluster answers, and whether every right is there. Changes nothing.</summary>
    /// <param name="cluster">Its name.</param>
    /// <param name="namespaces">Namespaces in which rights are looked for; null for <c>default</c>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>What was found, good or bad.</returns>
    /// <exception cref="ClusterNotFoundException">No such cluster, or none that the credential may see.</exception>
    /// <exception cref="ForbiddenException">The credential may not manage clusters.</exception>
    /// <exception cref="UnreachableException">No silo answered.</exception>
    Task<ClusterCheck> CheckClusterAsync(string cluster, IEnumerable<string>? namespaces = null, CancellationToken cancellationToken = default);

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

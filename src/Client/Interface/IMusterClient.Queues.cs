using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Client;

public partial interface IMusterClient
{
    /// <summary>Every queue that the credential may see.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="UnreachableException">No silo answered.</exception>
    Task<ImmutableArray<QueueSnapshot>> ListQueuesAsync(CancellationToken cancellationToken = default);

    /// <summary>A queue.</summary>
    /// <param name="queue">Its name.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="QueueNotFoundException">No such queue, or none that the credential may see.</exception>
    /// <exception cref="UnreachableException">No silo answered.</exception>
    Task<QueueSnapshot> GetQueueAsync(string queue, CancellationToken cancellationToken = default);

    /// <summary>Lets no further job of a queue start. What runs, runs on; new jobs are accepted and wait.</summary>
    /// <param name="queue">Its name.</param>
    /// <param name="reason">Why, for people.</param>
    /// <param name="cancellationToken">Stops waiting; the outcome is then unknown.</param>
    /// <returns>The queue as it then stands.</returns>
    /// <exception cref="QueueNotFoundException">No such queue, or none that the credential may see.</exception>
    /// <exception cref="ForbiddenException">The credential may not manage it.</exception>
    /// <exception cref="OutcomeUnknownException">It may have been cordoned.</exception>
    /// <exception cref="UnreachableException">No silo answered, and nothing was changed.</exception>
    Task<QueueSnapshot> CordonQueueAsync(string queue, string reason, CancellationToken cancellationToken = default);

    /// <summary>Lets jobs of a queue start again.</summary>
    /// <param name="queue">Its name.</param>
    /// <param name="cancellationToken">Stops waiting; the outcome is then unknown.</param>
    /// <returns>The queue as it then stands.</returns>
    /// <exception cref="QueueNotFoundException">No such queue, or none that the credential may see.</exception>
    /// <exception cref="ForbiddenException">The credential may not manage it.</exception>
    /// <exception cref="OutcomeUnknownException">It may have been uncordoned.</exception>
    /// <exception cref="UnreachableException">No silo answered, and nothing was changed.</exception>
    Task<QueueSnapshot> UncordonQueueAsync(string queue, CancellationToken cancellationToken = default);
}

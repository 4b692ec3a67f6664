using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Client;

public sealed partial class MusterClient
{
    /// <inheritdoc/>
    public async Task<ImmutableArray<QueueSnapshot>> ListQueuesAsync(CancellationToken cancellationToken = default) =>
        (await GetAsync<QueuePage>("v1/queues", CallSubject.None, cancellationToken)).Items;

    /// <inheritdoc/>
    public Task<QueueSnapshot> GetQueueAsync(string queue, CancellationToken cancellationToken = default) =>
        GetAsync<QueueSnapshot>($"v1/queues/{Escape(queue)}", new CallSubject(Queue: queue), cancellationToken);

    /// <inheritdoc/>
    public Task<QueueSnapshot> CordonQueueAsync(string queue, string reason, CancellationToken cancellationToken = default) =>
        SendAsync<QueueSnapshot>(ApiRequest.Post($"v1/queues/{Escape(queue)}/cordon", new CallSubject(Queue: queue)).WithBody(new CordonWish(reason), ClientJson.Default.CordonWish), cancellationToken);

    /// <inheritdoc/>
    public Task<QueueSnapshot> UncordonQueueAsync(string queue, CancellationToken cancellationToken = default) =>
        SendAsync<QueueSnapshot>(ApiRequest.Post($"v1/queues/{Escape(queue)}/uncordon", new CallSubject(Queue: queue)), cancellationToken);
}

using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Client;

public sealed partial class MusterClient
{
    /// <inheritdoc/>
    public async Task<ImmutableArray<ClusterSnapshot>> ListClustersAsync(CancellationToken cancellationToken = default) =>
        (await GetAsync<ClusterPage>("v1/clusters", CallSubject.None, cancellationToken)).Items;

    /// <inheritdoc/>
    public Task<ClusterSnapshot> GetClusterAsync(string cluster, CancellationToken cancellationToken = default) =>
        GetAsync<ClusterSnapshot>($"v1/clusters/{Escape(cluster)}", new CallSubject(Cluster: cluster), cancellationToken);

    /// <inheritdoc/>
    public Task<ClusterSnapshot> CordonClusterAsync(string cluster, string reason, CancellationToken cancellationToken = default) =>
        SendAsync<ClusterSnapshot>(ApiRequest.Post($"v1/clusters/{Escape(cluster)}/cordon", new CallSubject(Cluster: cluster)).WithBody(new CordonWish(reason), ClientJson.Default.CordonWish), cancellationToken);

    /// <inheritdoc/>
    public Task<ClusterSnapshot> UncordonClusterAsync(string cluster, CancellationToken cancellationToken = default) =>
        SendAsync<ClusterSnapshot>(ApiRequest.Post($"v1/clusters/{Escape(cluster)}/uncordon", new CallSubject(Cluster: cluster)), cancellationToken);
}

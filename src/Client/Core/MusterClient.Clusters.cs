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
    public Task<ClusterSnapshot> AddClusterAsync(string cluster, ClusterAccess access, AddClusterOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(access);
        options ??= new AddClusterOptions();
        var request = new ClusterRequest { Name = cluster, Labels = options.Labels, Access = access, Namespaces = options.Namespaces, Replace = options.Replace };
        return SendAsync<ClusterSnapshot>(
            ApiRequest.Post(Forced("v1/clusters", options.Force), new CallSubject(Cluster: cluster)).WithBody(request, ApiJson.Default.ClusterRequest), cancellationToken);
    }

    /// <inheritdoc/>
    public Task RemoveClusterAsync(string cluster, bool force = false, CancellationToken cancellationToken = default) =>
        SendAsync<ClusterSnapshot>(ApiRequest.Write(HttpMethod.Delete, Forced($"v1/clusters/{Escape(cluster)}", force), new CallSubject(Cluster: cluster), null), cancellationToken);

    /// <inheritdoc/>
    public Task<ClusterSnapshot> AcceptClusterAsync(string cluster, string? uid = null, CancellationToken cancellationToken = default) =>
        SendAsync<ClusterSnapshot>(
            ApiRequest.Post(new QueryText($"v1/clusters/{Escape(cluster)}/accept").Add("uid", uid).ToString(), new CallSubject(Cluster: cluster)), cancellationToken);

    /// <inheritdoc/>
    public Task<ClusterCheck> CheckClusterAsync(string cluster, IEnumerable<string>? namespaces = null, CancellationToken cancellationToken = default) =>
        SendAsync<ClusterCheck>(ApiRequest.Post(
            new QueryText($"v1/clusters/{Escape(cluster)}/check").Add("namespaces", string.Join(',', namespaces ?? [])).ToString(), new CallSubject(Cluster: cluster)), cancellationToken);

    /// <inheritdoc/>
    public Task<ClusterSnapshot> CordonClusterAsync(string cluster, string reason, CancellationToken cancellationToken = default) =>
        SendAsync<ClusterSnapshot>(ApiRequest.Post($"v1/clusters/{Escape(cluster)}/cordon", new CallSubject(Cluster: cluster)).WithBody(new CordonWish(reason), ClientJson.Default.CordonWish), cancellationToken);

    /// <inheritdoc/>
    public Task<ClusterSnapshot> UncordonClusterAsync(string cluster, CancellationToken cancellationToken = default) =>
        SendAsync<ClusterSnapshot>(ApiRequest.Post($"v1/clusters/{Escape(cluster)}/uncordon", new CallSubject(Cluster: cluster)), cancellationToken);

    private static string Forced(string path, bool force) => new QueryText(path).Add("force", force ? "true" : null).ToString();
}

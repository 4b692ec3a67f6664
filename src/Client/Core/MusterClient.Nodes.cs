using System.Runtime.CompilerServices;
using System.Text.Json;
using Muster.Contracts;

namespace Muster.Client;

public sealed partial class MusterClient
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<NodeSnapshot> ListNodesAsync(string cluster, NodeListOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        options ??= new NodeListOptions();
        for (string? after = ""; after is not null;)
        {
            var path = new QueryText($"v1/clusters/{Escape(cluster)}/nodes").Add("labelSelector", options.LabelSelector).Add("limit", options.PageSize).Add("after", after);
            var request = ApiRequest.Get(path.ToString(), new CallSubject(Cluster: cluster)) with { Options = options };
            var (page, _) = await _connection.SendAsync(request, ClientJson.Default.NodeListAnswer, cancellationToken);
            foreach (var node in page.Items)
                yield return node.Deserialize(OutsideJson.Answer<NodeSnapshot>())!;
            // A silo that sends the reader round in circles is not followed.
            after = string.CompareOrdinal(page.Next, after) > 0 ? page.Next : null;
        }
    }

    /// <inheritdoc/>
    public Task<NodeSnapshot> GetNodeAsync(string cluster, string node, CancellationToken cancellationToken = default) =>
        GetAsync<NodeSnapshot>(NodePath(cluster, node), NodeSubject(cluster, node), cancellationToken);

    /// <inheritdoc/>
    public Task<NodeSnapshot> CordonNodeAsync(string cluster, string node, string reason, CancellationToken cancellationToken = default) =>
        SendAsync<NodeSnapshot>(ApiRequest.Post(NodePath(cluster, node) + "/cordon", NodeSubject(cluster, node)).WithBody(new CordonWish(reason), ClientJson.Default.CordonWish), cancellationToken);

    /// <inheritdoc/>
    public Task<NodeSnapshot> UncordonNodeAsync(string cluster, string node, CancellationToken cancellationToken = default) =>
        SendAsync<NodeSnapshot>(ApiRequest.Post(NodePath(cluster, node) + "/uncordon", NodeSubject(cluster, node)), cancellationToken);

    private static string NodePath(string cluster, string node) => $"v1/clusters/{Escape(cluster)}/nodes/{Escape(node)}";

    private static CallSubject NodeSubject(string cluster, string node) => new(Cluster: cluster, Node: node);
}

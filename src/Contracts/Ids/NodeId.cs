namespace Muster.Contracts;

/// <summary>A node of a member cluster. Text form, and grain key: <c>cluster/node</c>.</summary>
[GenerateSerializer, Immutable, Alias("muster.node-id")]
public readonly record struct NodeId([property: Id(0)] ClusterName Cluster, [property: Id(1)] string Node)
{
    /// <summary>Reads a grain key or a ledger key.</summary>
    /// <exception cref="FormatException">The key has no slash.</exception>
    public static NodeId FromKey(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return slash > 0
            ? new NodeId(new ClusterName(key[..slash]), key[(slash + 1)..])
            : throw new FormatException($"'{key}' is no node key (cluster/node).");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Cluster.Value}/{Node}";
}

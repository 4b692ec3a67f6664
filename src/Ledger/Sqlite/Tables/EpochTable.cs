using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>The current tokens of nodes and of queue trees.</summary>
internal sealed class EpochTable(Database database)
{
    private readonly Statement _setNode = database.Statement(
        "INSERT INTO node_epoch(cluster, node, token) VALUES(?, ?, ?) ON CONFLICT DO UPDATE SET token = excluded.token");

    private readonly Statement _setTree = database.Statement(
        "INSERT INTO tree_epoch(root, token) VALUES(?, ?) ON CONFLICT DO UPDATE SET token = excluded.token");

    private readonly Statement _forgetNodes = database.Statement("DELETE FROM node_epoch WHERE cluster = ?");
    private readonly Statement _forgetAllNodes = database.Statement("DELETE FROM node_epoch");
    private readonly Statement _forgetTrees = database.Statement("DELETE FROM tree_epoch");
    private readonly Statement _node = database.Statement("SELECT token FROM node_epoch WHERE cluster = ? AND node = ?");
    private readonly Statement _tree = database.Statement("SELECT token FROM tree_epoch WHERE root = ?");

    public void Set(NodeId node, EpochToken token) => _setNode.With(node.Cluster.Value).With(node.Node).With(token.Value).Execute();

    public void Set(QueueName root, EpochToken token) => _setTree.With(root.Value).With(token.Value).Execute();

    /// <summary>Makes every token of a cluster's nodes stale.</summary>
    public void ForgetNodes(ClusterName cluster) => _forgetNodes.With(cluster.Value).Execute();

    /// <summary>Makes every token stale.</summary>
    public void ForgetAll()
    {
        _forgetAllNodes.Execute();
        _forgetTrees.Execute();
    }

    public bool IsCurrent(string cluster, string node, EpochToken token) => Matches(_node.With(cluster).With(node), token);

    public bool IsCurrent(QueueName root, EpochToken token) => Matches(_tree.With(root.Value), token);

    private static bool Matches(Statement query, EpochToken token)
    {
        using var row = query.Open();
        return row.Next() && new Guid(row.Bytes(0)) == token.Value;
    }
}

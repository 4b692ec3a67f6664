using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>
/// Which jobs hold places on which node. What they hold there is in their placements: a gang of many nodes dirties as many
/// pages of this table, so its rows are as narrow as can be, and no second index doubles them.
/// </summary>
internal sealed class ClaimTable(Database database)
{
    private readonly Statement _insert = database.Statement("INSERT INTO claim(cluster, node, job) VALUES(?, ?, ?)");
    private readonly Statement _release = database.Statement("DELETE FROM claim WHERE cluster = ? AND node = ? AND job = ?");

    private readonly Statement _ofNode = database.Statement("""
        SELECT job.key, job.attempt, job.placement FROM claim JOIN job ON job.seq = claim.job
        WHERE claim.cluster = ? AND claim.node = ? ORDER BY claim.job
        """);

    public void Take(GangPlacement placement, long job)
    {
        foreach (var share in placement.Nodes)
            _insert.With(placement.Cluster.Value).With(share.Node).With(job).Execute();
    }

    public void Release(GangPlacement placement, long job)
    {
        foreach (var share in placement.Nodes)
            _release.With(placement.Cluster.Value).With(share.Node).With(job).Execute();
    }

    public List<ClaimRow> OfNode(NodeId node)
    {
        var claims = new List<ClaimRow>();
        using var row = _ofNode.With(node.Cluster.Value).With(node.Node).Open();
        while (row.Next())
            claims.Add(new(row.Text(0), new(row.Long(1)), new(row.Bytes(2).ToArray(), MusterJson.Default.GangPlacement)));
        return claims;
    }
}

using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>Places held, a row for each node of each gang.</summary>
internal sealed class ClaimTable(Database database)
{
    private readonly Statement _insert = database.Statement(
        "INSERT INTO claim(cluster, node, job, attempt, resources) VALUES(?, ?, ?, ?, ?)");

    private readonly Statement _release = database.Statement(
        "DELETE FROM claim WHERE cluster = ? AND node = ? AND job = ?");

    private readonly Statement _ofNode = database.Statement("""
        SELECT job.key, claim.attempt, claim.resources FROM claim JOIN job ON job.seq = claim.job
        WHERE claim.cluster = ? AND claim.node = ? ORDER BY claim.job
        """);

    public void Insert(string cluster, string node, long job, Attempt attempt, byte[] resources) =>
        _insert.With(cluster).With(node).With(job).With(attempt.Value).With(resources).Execute();

    /// <summary>Gives back the places of a job, found by its placement: an index by job would cost each claim twice.</summary>
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
            claims.Add(new(row.Text(0), new(row.Long(1)), new(row.Bytes(2).ToArray(), MusterJson.Default.ResourceVector)));
        return claims;
    }
}

/// <summary>A claim of a job on the node that was asked about.</summary>
internal sealed record ClaimRow(string Key, Attempt Attempt, Json<ResourceVector> Resources)
{
    public NodeClaim ToClaim() => new(JobId.FromKey(Key), Attempt, Resources.Value);
}

using System.Collections.Immutable;
using Muster.Contracts;
using Muster.Ledger;

namespace Muster.Grains;

/// <summary>
/// Two-phase claim of a gang's places: every node of the placement grants its part, then the ledger commits the whole. A
/// refusal gives everything back at once; nobody waits while holding.
/// </summary>
internal sealed class ClaimCoordinator(IGrainFactory grains, ILedger ledger, int fanOut)
{
    // A node whose token went stale in between is asked anew, so often.
    private const int MaxRenewals = 3;

    /// <summary>Claims the planned placement of an admitted job.</summary>
    /// <exception cref="LedgerUnavailableException">
    /// The outcome of the commit is unknown. The caller must open the job anew before it does anything else.
    /// </exception>
    public async Task<ClaimResult> Claim(JobRecord job, Attempt attempt)
    {
        var placement = job.Placement!;
        var replies = await Prepare(job, attempt, placement.Nodes, allowWound: false);
        var refused = Refused(placement.Nodes, replies);
        if (refused.Length > 0 && refused.All(n => replies[n.Node] is { Outcome: PrepareOutcome.Busy, OnlyYounger: true }))
        {
            foreach (var (node, reply) in await Prepare(job, attempt, refused, allowWound: true))
                replies[node] = reply;
            refused = Refused(placement.Nodes, replies);
        }
        if (refused.Length > 0)
        {
            Release(job, attempt);
            return new(false, null, Conflict(placement.Cluster, refused[0].Node, replies[refused[0].Node]));
        }
        return await Commit(job, attempt, replies);
    }

    /// <summary>Tells every node of a placement that the attempt holds nothing any more.</summary>
    public void Release(JobRecord job, Attempt attempt)
    {
        foreach (var share in job.Placement?.Nodes ?? [])
            Node(job.Placement!.Cluster, share.Node).Release(job.Id, attempt).Ignore();
    }

    private async Task<ClaimResult> Commit(JobRecord job, Attempt attempt, Dictionary<string, PrepareReply> replies)
    {
        using var span = JobSpans.Part("job commit");
        var placement = job.Placement!;
        for (var renewal = 0; ; renewal++)
        {
            var outcome = await ledger.CommitAsync(new Commit
            {
                Job = job.Id,
                CoordinatorEpoch = job.CoordinatorEpoch,
                Attempt = attempt,
                Placement = placement,
                Grants = [.. placement.Nodes.Select(n => new NodeGrant(n.Node, replies[n.Node].Token))],
                Incarnation = ledger.Incarnation,
            });
            switch (outcome.Result)
            {
                case CommitResult.Committed:
                    foreach (var share in placement.Nodes)
                        Node(placement.Cluster, share.Node).Confirm(job.Id, attempt).Ignore();
                    return new(true, outcome.Job, null);
                case CommitResult.StaleNodes when renewal < MaxRenewals && await Renew(job, attempt, outcome.StaleNodes, replies):
                    continue;
                case CommitResult.StaleNodes or CommitResult.Aborted:
                    Release(job, attempt);
                    return new(false, null, new(ReasonCode.PlacementConflict, outcome.Result == CommitResult.Aborted
                        ? "an older gang took its places before it was committed"
                        : $"node {outcome.StaleNodes[0]} was restarted while it was being claimed"));
                default:
                    Release(job, attempt);
                    return new(false, outcome.Job, null);
            }
        }
    }

    // Nodes that were activated anew have forgotten the grant: ask them again, for the same attempt.
    private async Task<bool> Renew(JobRecord job, Attempt attempt, ImmutableArray<string> stale, Dictionary<string, PrepareReply> replies)
    {
        foreach (var node in stale)
            Node(job.Placement!.Cluster, node).Stale(replies[node].Token).Ignore();
        var again = await Prepare(job, attempt, [.. job.Placement!.Nodes.Where(n => stale.Contains(n.Node))], allowWound: false);
        foreach (var (node, reply) in again)
            replies[node] = reply;
        return again.Values.All(static r => r.Outcome == PrepareOutcome.Granted);
    }

    private async Task<Dictionary<string, PrepareReply>> Prepare(JobRecord job, Attempt attempt, ImmutableArray<NodeShare> shares, bool allowWound)
    {
        using var span = JobSpans.Part("job prepare");
        var replies = new Dictionary<string, PrepareReply>(shares.Length, StringComparer.Ordinal);
        foreach (var chunk in shares.Chunk(fanOut))
        {
            var asked = await Task.WhenAll(chunk.Select(share => Prepare(job, attempt, share, allowWound)));
            for (var i = 0; i < chunk.Length; i++)
                replies[chunk[i].Node] = asked[i];
        }
        return replies;
    }

    private async Task<PrepareReply> Prepare(JobRecord job, Attempt attempt, NodeShare share, bool allowWound)
    {
        try
        {
            return await Node(job.Placement!.Cluster, share.Node).Prepare(new PrepareRequest
            {
                Job = job.Id, Attempt = attempt, Seq = job.Seq, Ask = share.Resources, AllowWound = allowWound,
            });
        }
        catch (Exception)
        {
            // Silent, dead or unable to read its own past: as good as a refusal, and released like one.
            return new(PrepareOutcome.Unavailable, default, false, ResourceVector.Empty);
        }
    }

    private static ImmutableArray<NodeShare> Refused(ImmutableArray<NodeShare> shares, Dictionary<string, PrepareReply> replies) =>
        [.. shares.Where(n => replies[n.Node].Outcome != PrepareOutcome.Granted)];

    private static Reason Conflict(ClusterName cluster, string node, PrepareReply reply) => new(ReasonCode.PlacementConflict, reply.Outcome switch
    {
        PrepareOutcome.Busy => $"node {cluster}/{node} is being claimed by another gang",
        PrepareOutcome.Insufficient => $"node {cluster}/{node} has only {reply.Free} free",
        _ => $"node {cluster}/{node} cannot be claimed at present",
    });

    private INodeGrain Node(ClusterName cluster, string node) => grains.GetGrain<INodeGrain>(new NodeId(cluster, node).ToString());
}

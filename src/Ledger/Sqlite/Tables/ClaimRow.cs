using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>A job that holds places on the node that was asked about.</summary>
internal sealed record ClaimRow(string Key, Attempt Attempt, Json<GangPlacement> Placement)
{
    public NodeClaim On(string node) =>
        new(JobId.FromKey(Key), Attempt, Placement.Value.Nodes.First(share => share.Node == node).Resources);
}

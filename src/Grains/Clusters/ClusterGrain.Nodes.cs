using System.Collections.Immutable;
using Muster.Contracts;
using Muster.Ledger;

namespace Muster.Grains;

/// <summary>Cordons, and nodes as they are shown.</summary>
internal sealed partial class ClusterGrain
{
    private bool _listed;

    public async Task SetCordon(Cordon? cordon)
    {
        if (cordon is not null)
            Cordon.Require(cordon);
        var stands = await ledger.SetCordonAsync(CordonTarget.Of(_name), cordon);
        if (!_table.SetCordon(stands))
            return;
        // A plan that was made before the roots hear of it ends here: a node grants nothing more.
        foreach (var node in _nodeGrains)
            TellNodeGrain(node);
        NudgeRoots();
    }

    public async Task SetNodeCordon(string node, Cordon? cordon)
    {
        if (cordon is not null)
            Cordon.Require(cordon);
        // A cordon can be lifted, or given another reason, also while its node is away.
        if (!_table.Nodes.ContainsKey(node) && _table.CordonOf(node) is null)
            throw Unknown(node);
        var stands = await ledger.SetCordonAsync(CordonTarget.Of(new NodeId(_name, node)), cordon);
        if (!_table.SetNodeCordon(node, stands))
            return;
        // Also one that was told by an earlier activation, and is not known to this one yet.
        _nodeGrains.Add(node);
        NodeChanged(node);
    }

    public Task<ImmutableArray<NodeSnapshot>> ListNodes(string? after, int limit)
    {
        if (limit is < 1 or > NodeSnapshot.MaxPage)
            throw new InvalidRequestException("limit", $"{limit} is out of range", $"use 1 to {NodeSnapshot.MaxPage}");
        return Task.FromResult(_table.ShowAfter(after).Take(limit).ToImmutableArray());
    }

    public Task<NodeSnapshot> GetNodeSnapshot(string node) => Task.FromResult(_table.Show(node) ?? throw Unknown(node));

    private async Task LoadCordons(CancellationToken cancellationToken)
    {
        var target = CordonTarget.Of(_name);
        _table.SetCordon((await ledger.ReadCordonsAsync(target, cancellationToken)).GetValueOrDefault(target));
        var prefix = CordonTarget.NodesOf(_name);
        foreach (var (node, cordon) in await ledger.ReadCordonsAsync(prefix, cancellationToken))
            _table.SetNodeCordon(node[prefix.Length..], cordon);
    }

    private MusterException Unknown(string node) => _listed
        ? new NodeNotFoundException(_name.Value, node)
        : new ClusterUnreachableException($"Cluster '{_name}' has not been heard from yet, so its nodes are not known. Try again when it is Ready.");
}

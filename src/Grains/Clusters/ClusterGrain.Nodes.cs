using System.Collections.Immutable;
using Muster.Contracts;
using Muster.Ledger;

namespace Muster.Grains;

/// <summary>Cordons, and nodes as they are shown.</summary>
internal sealed partial class ClusterGrain
{
    private bool _listed;
    private bool _cordonsAreUnsure;
    private long _cordonWrites;

    public async Task SetCordon(Cordon? cordon)
    {
        if (cordon is not null)
            Cordon.Require(cordon);
        Take(await Record(CordonTarget.Of(_name), cordon));
    }

    public async Task SetNodeCordon(string node, Cordon? cordon)
    {
        if (cordon is not null)
            Cordon.Require(cordon);
        // A cordon can be lifted, or given another reason, also while its node is away.
        if (!_table.Nodes.ContainsKey(node) && !_table.NodeCordons.ContainsKey(node))
            throw Unknown(node);
        Take(node, await Record(CordonTarget.Of(new NodeId(_name, node)), cordon));
    }

    public Task<ImmutableArray<NodeSnapshot>> ListNodes(string? after, int limit)
    {
        if (limit is < 1 or > NodeSnapshot.MaxPage)
            throw new InvalidRequestException("limit", $"{limit} is out of range", $"use 1 to {NodeSnapshot.MaxPage}");
        return Task.FromResult(_table.ShowAfter(after).Take(limit).ToImmutableArray());
    }

    public Task<NodeSnapshot> GetNodeSnapshot(string node) => Task.FromResult(_table.Show(node) ?? throw Unknown(node));

    // Who hears that the ledger did not answer does not know what it recorded: that is looked up later.
    private async Task<Cordon?> Record(string target, Cordon? cordon)
    {
        _cordonWrites++;
        try
        {
            return await ledger.SetCordonAsync(target, cordon, _stopping.Token);
        }
        catch (LedgerUnavailableException)
        {
            _cordonsAreUnsure = true;
            throw;
        }
    }

    private async Task LoadCordons(CancellationToken cancellationToken)
    {
        var (writes, target, prefix) = (_cordonWrites, CordonTarget.Of(_name), CordonTarget.NodesOf(_name));
        var ofCluster = (await ledger.ReadCordonsAsync(target, cancellationToken)).GetValueOrDefault(target);
        var ofNodes = await ledger.ReadCordonsAsync(prefix, cancellationToken);
        // What was read may be older than what was written meanwhile.
        if (writes != _cordonWrites)
            return;
        Take(ofCluster);
        foreach (var node in _table.NodeCordons.Keys.Where(n => !ofNodes.ContainsKey(prefix + n)).ToArray())
            Take(node, null);
        foreach (var (node, cordon) in ofNodes)
            Take(node[prefix.Length..], cordon);
        _cordonsAreUnsure = false;
    }

    private void Take(Cordon? cordon)
    {
        if (!_table.SetCordon(cordon))
            return;
        // A plan that was made before the roots hear of it ends here: a node grants nothing more.
        foreach (var node in _nodeGrains)
            TellNodeGrain(node);
        NudgeRoots();
    }

    private void Take(string node, Cordon? cordon)
    {
        if (!_table.SetNodeCordon(node, cordon))
            return;
        // Also one that an earlier activation told, and that this one does not know of yet.
        _nodeGrains.Add(node);
        NodeChanged(node);
    }

    private MusterException Unknown(string node) => _listed
        ? new NodeNotFoundException(_name.Value, node)
        : new ClusterUnreachableException($"Cluster '{_name}' has not been heard from yet, so its nodes are not known. Try again when it is Ready.");
}
